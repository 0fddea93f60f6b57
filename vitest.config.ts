import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Suites by `--mode`. `test`, the default, is what has to pass everywhere and at once; the others take minutes or programs. */
const slow = ['agents', 'browser', 'chaos', 'bench', 'e2e-slow'];
const suites: Record<string, { include: string[]; exclude: string[]; testTimeout: number }> = {
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/fixtures/**', ...slow.map((folder) => `tests/${folder}/**`)],
    testTimeout: 30_000,
  },
  ...Object.fromEntries(
    slow.map((folder) => [folder, { include: [`tests/${folder}/**/*.test.ts`], exclude: [], testTimeout: 600_000 }]),
  ),
};

export default defineConfig(({ mode }) => {
  const suite = suites[mode];
  if (suite === undefined) throw new RangeError(`no suite "${mode}"; there are ${Object.keys(suites).join(', ')}`);
  return {
    test: {
      ...suite,
      hookTimeout: suite.testTimeout,
      // What is waited for comes when a busy machine gets to it; the test's own limit ends it.
      expect: { poll: { timeout: suite.testTimeout } },
      setupFiles: ['tests/setup.ts'],
      // Processes of their own: tests change signals, directories and environments, which threads share.
      pool: 'forks',
      // Tests mostly wait for git and for child processes, so that even one core has room for two.
      maxWorkers: Math.max(2, availableParallelism()),
      unstubEnvs: true,
    },
  };
});
