import type { VersionView } from '../../../app/versions/list-versions.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine } from '../text/plain-text.ts';
import { shortCommit } from '../text/quantities.ts';
import { TASK_SIGNS } from '../text/status-sign.ts';
import { table } from '../text/table.ts';

/** The versions of a task, one a line. */
export const renderVersions = (versions: readonly VersionView[], words: Catalogue, paint: Paint): string[] =>
  table(
    words.task.versionColumns,
    versions.map(({ version, status, branch, base, head }) => {
      const { glyph, style } = TASK_SIGNS[status];
      return [
        String(version),
        paint[style](`${glyph} ${words.taskStatus[status]}`),
        oneLine(branch),
        commitOf(base),
        commitOf(head),
      ];
    }),
  );

const commitOf = (commit: string | null): string => (commit === null ? '-' : shortCommit(commit));
