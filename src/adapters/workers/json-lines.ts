/** One line of a log as a JSON object, or null: CLIs print warnings and crash reports between their events. */
export function readJsonLine(line: string): Readonly<Record<string, unknown>> | null {
  const text = line.trim();
  if (!text.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

/** Splits a log into its JSON objects and the plain text between them. */
export function readJsonLog(log: string): { readonly events: readonly unknown[]; readonly plain: string } {
  const events: unknown[] = [];
  const plain: string[] = [];
  for (const line of log.split('\n')) {
    const event = readJsonLine(line);
    if (event) events.push(event);
    // Half an event, cut by the log's bound or by the death of its writer, is no message.
    else if (!line.trimStart().startsWith('{')) plain.push(line);
  }
  return { events, plain: plain.join('\n') };
}
