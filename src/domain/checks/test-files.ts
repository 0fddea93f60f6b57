const TEST_DIRECTORY = /(^|\/)(tests?|spec|specs|__tests__|testing|e2e)\//i;
const TEST_NAME = /(^|\/)(test|tests|spec|conftest)\.[^/]+$|(^|\/)test[_-][^/]+$|[._-](test|spec|tests)\.[^/]+$/i;

/** Whether a path is a test by the conventions of the common test runners. */
export const isTestFile = (path: string): boolean => TEST_DIRECTORY.test(path) || TEST_NAME.test(path);
