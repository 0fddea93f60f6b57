#!/usr/bin/env node
// The scripted worker of `orchestrator demo`: no model, no network. It stands where a coding agent would, gets the same
// prompt file and worktree, and makes the same kinds of mistakes: a bug, and a change that conflicts with another task's.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [promptFile = ''] = process.argv.slice(2);
const task = basename(process.cwd()).replace(/^task-/, '');

/** Says what it does, and takes as long as somebody needs to read that. */
const say = async (text) => {
  console.log(`scripted worker: ${text}`);
  await sleep(1_000);
};

const farewell = (text) =>
  `/** Says goodbye to somebody. */\nexport const farewell = (name) => \`${text}, \${name}\`;\n`;

const farewellTest = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { farewell } from '../src/farewell.js';

test('says goodbye', () => {
  assert.equal(farewell('Ada'), 'Goodbye, Ada');
});
`;

const greeting = (text) => `/** Greets somebody by name. */\nexport const greet = (name) => \`${text}\`;\n`;

const work = {
  async farewell() {
    if (!existsSync('src/farewell.js')) {
      await say('writing src/farewell.js and its test (with a mistake)');
      writeFileSync('src/farewell.js', farewell('Godbye'));
      writeFileSync('test/farewell.test.js', farewellTest);
      return;
    }
    await say('the check said what it expected: mending src/farewell.js');
    writeFileSync('src/farewell.js', farewell('Goodbye'));
  },
  async shout() {
    await say('making the greeting loud in src/greet.js');
    writeFileSync('src/greet.js', greeting('Hello, $' + '{name}!'));
  },
  async polite() {
    if (readFileSync('src/greet.js', 'utf8').includes('dear')) {
      await say('merging main into this branch and settling the conflict');
      try {
        execFileSync('git', ['merge', '--no-edit', 'main'], { stdio: 'pipe' });
      } catch {
        // The conflict is expected: both tasks changed the same line.
      }
      writeFileSync('src/greet.js', greeting('Hello, dear $' + '{name}!'));
      execFileSync('git', ['commit', '--quiet', '--all', '--no-edit'], { stdio: 'inherit' });
      return;
    }
    await say('making the greeting polite in src/greet.js');
    writeFileSync('src/greet.js', greeting('Hello, dear $' + '{name}'));
  },
};

// Like any agent it works from its prompt; an empty one is no order.
if (readFileSync(promptFile, 'utf8').trim() === '') throw new Error('there are no instructions');
await work[task]();
