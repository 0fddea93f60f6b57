// Says whether a decision made by this process would be taken for a person's. Usage: assert-person.ts <worktrees> <directory>
import { createFiles } from '../../../src/adapters/files.ts';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import { assertPerson } from '../../../src/app/tasks/assert-person.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';
import type { Settings } from '../../../src/domain/settings.ts';

const [worktreesDir = '', directory = ''] = process.argv.slice(2);
const settings = { layout: { worktreesDir } } as Settings;
try {
  await assertPerson({ processes: createProcesses(), files: createFiles(), settings }, directory);
  process.stdout.write('a person');
} catch (error) {
  process.stdout.write(error instanceof OrchestratorError ? error.code : String(error));
}
