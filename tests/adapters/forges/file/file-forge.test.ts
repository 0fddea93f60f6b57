import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFiles } from '../../../../src/adapters/files.ts';
import { createFileForge } from '../../../../src/adapters/forges/file/file-forge.ts';
import { createTestHome } from '../../../helpers/store.ts';

const HEAD = { branch: 'task/greet', commit: 'a'.repeat(40) };
const PULL = { branch: 'task/greet', base: 'main', title: 'Greet "twice"', body: 'Two\nlines.' };

const createForge = async () => {
  const directory = join(await createTestHome(), 'forge');
  return {
    forge: createFileForge({ directory, files: createFiles() }),
    pulls: () => readdirSync(join(directory, 'pulls')),
    read: (name: string): unknown => JSON.parse(readFileSync(join(directory, name), 'utf8')),
    put: (name: string, content: unknown) => {
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    },
  };
};

describe('what CI says', () => {
  it.each(['success', 'failure', 'error', 'pending'])('%s is read from the file of the commit', async (state) => {
    const { forge, put } = await createForge();
    put(`statuses/${HEAD.commit}.json`, { state });
    expect(await forge.commitStatus(HEAD)).toEqual({ status: 'found', state });
  });

  it('a word of its own is unknown', async () => {
    const { forge, put } = await createForge();
    put(`statuses/${HEAD.commit}.json`, { state: 'warming up' });
    expect(await forge.commitStatus(HEAD)).toEqual({ status: 'found', state: 'unknown' });
  });

  it('the file of the branch counts for the commit that it names, and for no later one (INV-2)', async () => {
    const { forge, put } = await createForge();
    put('statuses/task%2Fgreet.json', { commit: HEAD.commit, state: 'success' });
    expect(await forge.commitStatus(HEAD)).toEqual({ status: 'found', state: 'success' });
    const later = { ...HEAD, commit: 'b'.repeat(40) };
    expect(await forge.commitStatus(later)).toEqual({ status: 'found', state: 'pending' });
    put('statuses/task%2Fgreet.json', { state: 'success' });
    expect(await forge.commitStatus(HEAD)).toEqual({ status: 'found', state: 'pending' });
  });

  it('a branch with a pull request waits for its CI; one that nobody has heard of has none (MA-040)', async () => {
    const { forge } = await createForge();
    expect(await forge.commitStatus(HEAD)).toEqual({ status: 'not-found' });
    await forge.ensurePullRequest(PULL);
    expect(await forge.commitStatus(HEAD)).toEqual({ status: 'found', state: 'pending' });
  });
});

describe('pull requests', () => {
  it('one is made once, as a file that people can read (MA-097)', async () => {
    const { forge, pulls, read } = await createForge();
    expect(await forge.openPullRequest(PULL.branch)).toBeNull();
    expect([await forge.ensurePullRequest(PULL), await forge.ensurePullRequest(PULL)]).toEqual([1, 1]);
    expect(await forge.openPullRequest(PULL.branch)).toBe(1);
    expect(pulls()).toEqual(['1.json']);
    expect(read('pulls/1.json')).toEqual({ ...PULL, state: 'open', reviews: [] });
  });

  it('one that is closed is none, and numbers are not used again', async () => {
    const { forge, put } = await createForge();
    put('pulls/9.json', { ...PULL, state: 'closed' });
    put('pulls/notes.json', 'none of ours');
    expect(await forge.openPullRequest(PULL.branch)).toBeNull();
    expect(await forge.ensurePullRequest(PULL)).toBe(10);
  });

  it('one is closed with a last word, once, and what others wrote into it stays', async () => {
    const { forge, put, read } = await createForge();
    const reviews = [{ author: 'ann', state: 'APPROVED', commit: HEAD.commit }];
    put('pulls/3.json', { ...PULL, state: 'open', reviews, labels: ['greeting'] });
    await forge.closePullRequest(3, 'Merged.');
    await forge.closePullRequest(3, 'Merged again.');
    await forge.closePullRequest(4, 'There is none.');
    expect(read('pulls/3.json')).toEqual({
      ...{ ...PULL, state: 'closed', reviews, labels: ['greeting'] },
      comments: [{ body: 'Merged.' }],
    });
    expect(await forge.openPullRequest(PULL.branch)).toBeNull();
  });

  it('reviews are read as hosts write them', async () => {
    const { forge, put } = await createForge();
    const of = (author: string, state: string) => ({ author, state, commit: HEAD.commit });
    const reviews = [of('ann', 'COMMENT'), of('bob', 'request_changes'), of('cleo', 'APPROVED')];
    put('pulls/2.json', { ...PULL, state: 'open', reviews });
    const states = (await forge.reviews(2)).map(({ state }) => state);
    expect(states).toEqual(['commented', 'changes-requested', 'approved']);
    await expect(forge.reviews(3)).rejects.toThrow('no pull request 3');
  });
});

describe('a file that is not what it should be is an error with its path, and no answer (INV-13)', () => {
  it.each([
    ['no JSON', '{"state": "succ'],
    ['of another shape', '[]'],
    ['without a state', '{"commit":"a"}'],
  ])('%s', async (_, text) => {
    const { forge, put } = await createForge();
    put(`statuses/${HEAD.commit}.json`, text);
    await expect(forge.commitStatus(HEAD)).rejects.toThrow(`statuses/${HEAD.commit}.json`);
  });

  it('a review with an unknown word', async () => {
    const { forge, put } = await createForge();
    put('pulls/2.json', { ...PULL, state: 'open', reviews: [{ author: 'ann', state: 'LGTM', commit: 'a' }] });
    await expect(forge.reviews(2)).rejects.toThrow('reviews.0.state: expected APPROVED');
    await expect(forge.openPullRequest(PULL.branch)).rejects.toThrow('pulls/2.json');
  });
});
