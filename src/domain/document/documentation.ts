import { isTestFile } from '../checks/test-files.ts';

/**
 * Whether a path documents the product. Of a task's own documents only those do that outlive it: decision records and requirements
 * on the infrastructure.
 */
export const isDocumentation = (path: string): boolean =>
  isWorkItemFile(path) ? LASTING.test(path) : !isTestFile(path) && DOCUMENT.test(path);

/** Whether a path is one of a task's documents and reports. */
export const isWorkItemFile = (path: string): boolean => path.startsWith('docs/work-items/');

const LASTING = /^docs\/work-items\/[^/]+\/0[67]-/;
const DOCUMENT = /^docs\/|\.(?:md|mdx|rst|adoc)$|(?:^|\/)(?:changelog|readme)(?:\.txt)?$/i;
