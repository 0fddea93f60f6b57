// The check of the repository in the chaos suite: red while a text file holds the word RED. Started by an orchestrator it
// outlives that one's death, as a hanging test would.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const texts = readdirSync('.').filter((name) => name.endsWith('.txt'));
process.exitCode = texts.some((name) => readFileSync(name, 'utf8').includes('RED')) ? 1 : 0;
const hasParent = () => {
  try {
    return readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').includes('victim.ts');
  } catch {
    return false;
  }
};
if (process.env.ORCHESTRATOR_JOB) for (let waits = 0; !hasParent() && waits < 600; waits++) await sleep(100);
