/** Fields of `-z` output, without the empty one after the last NUL. */
export function splitNul(output: string): string[] {
  const fields = output.split('\0');
  if (fields.at(-1) === '') fields.pop();
  return fields;
}

/** Lines without the empty one after the last newline. */
export function splitLines(output: string): string[] {
  const lines = output.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** `git config -z` output as key and value, the last one of a key winning as in git; null for a key without a value. */
export function parseSettings(output: string): Map<string, string | null> {
  return new Map(
    splitNul(output).map((field) => {
      const split = field.indexOf('\n');
      return split === -1 ? [field, null] : [field.slice(0, split), field.slice(split + 1)];
    }),
  );
}

/** One difference of `git diff-tree --raw -z` without renames. Modes are octal digits, all zero where there is nothing. */
export interface RawChange {
  readonly fromMode: string;
  readonly toMode: string;
  readonly fromId: string;
  readonly toId: string;
  readonly status: string;
  readonly path: string;
}

export function parseRawChanges(output: string): RawChange[] {
  const fields = splitNul(output);
  const changes: RawChange[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [fromMode = '', toMode = '', fromId = '', toId = '', status = ''] = (fields[index] ?? '').slice(1).split(' ');
    changes.push({ fromMode, toMode, fromId, toId, status, path: fields[index + 1] ?? '' });
  }
  return changes;
}
