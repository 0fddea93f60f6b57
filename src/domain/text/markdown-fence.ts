/** A text word for word as a code block, whatever fences it holds itself. */
export const completeFence = (text: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
};

/** The lines of a text that stand in no code block. */
export const withoutCode = (text: string): readonly string[] => {
  let open: string | null = null;
  return text.split('\n').filter((line) => {
    const fence: string | undefined = /^ {0,3}(`{3,})[^`]*$/.exec(line)?.[1];
    const wasOpen = open;
    if (open === null) open = fence ?? null;
    else if (fence?.startsWith(open) === true && line.trim() === fence) open = null;
    return wasOpen === null && open === null;
  });
};
