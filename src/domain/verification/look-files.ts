/** Where the output of the server goes during one look in a browser, beside the folder with its snapshots. */
export const serverLogOf = (directory: string): string => `${directory}${SERVER_LOG}`;

/** The folder of the look that a log belongs to; null for every other log. */
export const lookOf = (log: string): string | null => (LOOK_LOG.test(log) ? log.slice(0, -SERVER_LOG.length) : null);

const SERVER_LOG = '-server.log';
const LOOK_LOG = /\/verification-\d+-server\.log$/;
