/**
 * The commands of a hand-off: what stands in its section on commands, each line as it would be typed. Inside of a code block every
 * line is one, but for comments; outside of it what is written as code, or looks like a command and not like a sentence.
 * @returns in order; empty where the section is missing, and null where there is no such section at all
 */
export const handOffCommands = (text: string): readonly string[] | null => {
  const commands: string[] = [];
  let section: number | null = null;
  let found = false;
  let fence: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (mark !== null && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      continue;
    }
    const heading = fence === null ? /^\s{0,3}(#{1,6})\s+(.*)$/.exec(line) : null;
    if (heading !== null) {
      const [, { length: depth } = '', title = ''] = heading;
      if (section !== null && depth > section) continue;
      section = ABOUT_COMMANDS.test(title) ? depth : null;
      found ||= section !== null;
    } else if (section !== null) {
      const command = fence === null ? inProse(line) : inBlock(line);
      if (command !== null) commands.push(command);
    }
  }
  return found ? commands : null;
};

const ABOUT_COMMANDS = /\b(?:commands?|run)\b/i;

const inBlock = (line: string): string | null => {
  const text = line.trim().replace(/^\$\s+/, '');
  return text === '' || text.startsWith('#') ? null : text;
};

const inProse = (line: string): string | null => {
  const code = /`([^`]+)`/.exec(line)?.[1]?.trim();
  if (code !== undefined && code !== '') return code;
  const text = line.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, '').trim();
  const typed = /^\$\s+(\S.*)$/.exec(text)?.[1];
  if (typed !== undefined) return typed;
  return /^[a-z./~@][^<>]*[^.:!?\s]$/.test(text) && !NOTHING.test(text) ? text : null;
};

const NOTHING = /^(?:none|nothing|n\/a|no|tbd|to be (?:done|defined)|todo|not applicable)\b/i;
