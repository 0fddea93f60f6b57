import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** The files that a child writes to, held open so that a child that removes or replaces them changes nothing. */
export interface OutputFiles {
  readonly stdoutFd: number;
  /** Equal to `stdoutFd` when both go to one file; what is written there counts as stdout. */
  readonly stderrFd: number;
  /** Bytes appended since the files were opened. */
  written(): OutputSizes;
  /** True when more than `maxBytes` were appended to one file. */
  exceeds(maxBytes: number): boolean;
  /** Cuts off what exceeds `maxBytes` of new output in one file. */
  truncate(maxBytes: number): void;
  close(): void;
}

interface OutputSizes {
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
}

/**
 * Opens both files for appending and creates them if need be.
 * @param heading what is written into the first one and is no output
 * @throws the system's error when a file cannot be opened
 */
export function openOutputFiles(stdoutFile: string, stderrFile: string, heading?: string): OutputFiles {
  const stdout = openAppended(stdoutFile, heading);
  const stderr = stderrFile === stdoutFile ? null : openOrClose(stderrFile, stdout);
  const files = stderr === null ? [stdout] : [stdout, stderr];
  return {
    stdoutFd: stdout.fd,
    stderrFd: stderr?.fd ?? stdout.fd,
    written: () => ({ stdoutBytes: bytesWritten(stdout), stderrBytes: stderr === null ? 0 : bytesWritten(stderr) }),
    exceeds: (maxBytes) => files.some((file) => bytesWritten(file) > maxBytes),
    truncate: (maxBytes) => {
      for (const file of files.filter((one) => bytesWritten(one) > maxBytes)) {
        ftruncateSync(file.fd, file.startSize + maxBytes);
      }
    },
    close: () => {
      for (const file of files) {
        closeSync(file.fd);
      }
    },
  };
}

interface AppendedFile {
  readonly fd: number;
  readonly startSize: number;
}

function openAppended(path: string, heading?: string): AppendedFile {
  const fd = openSync(path, 'a');
  if (heading !== undefined) writeSync(fd, heading);
  return { fd, startSize: fstatSync(fd).size };
}

function openOrClose(path: string, opened: AppendedFile): AppendedFile {
  try {
    return openAppended(path);
  } catch (error) {
    closeSync(opened.fd);
    throw error;
  }
}

/** Never negative: a child may truncate what it writes to. */
function bytesWritten({ fd, startSize }: AppendedFile): number {
  return Math.max(fstatSync(fd).size - startSize, 0);
}
