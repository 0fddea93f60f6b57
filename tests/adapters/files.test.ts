import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../../src/adapters/files.ts';
import { OrchestratorError } from '../../src/domain/errors.ts';

const files = createFiles();
let root: string;
const at = (...names: readonly string[]) => join(root, ...names);

beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('writes a value as indented JSON, as a whole file or not at all', async () => {
  const value = { text: 'a\nb', none: undefined, nothing: null, lists: [[], [1, { deep: {} }]] };
  await files.writeJson(at('value.json'), value);
  expect(readFileSync(at('value.json'), 'utf8')).toBe(`${JSON.stringify(value, null, 2)}\n`);

  const failing = { first: 1, second: { toJSON: () => throwing() } };
  await expect(files.writeJson(at('value.json'), failing)).rejects.toThrow('no JSON');
  expect([readdirSync(root), readFileSync(at('value.json'), 'utf8')]).toEqual([
    ['value.json'],
    expect.stringContaining('deep'),
  ]);
});

const throwing = (): never => {
  throw new Error('no JSON');
};

describe('the real path', () => {
  beforeEach(() => {
    mkdirSync(at('real', 'deep'), { recursive: true });
    symlinkSync(at('real'), at('link'));
  });

  it.for([
    ['of what exists', ['link', 'deep'], ['real', 'deep']],
    ['of a new file behind a link', ['link', 'new', 'file.txt'], ['real', 'new', 'file.txt']],
    ['of a way up from what does not exist', ['link', 'new', '..', '..', 'x'], ['x']],
  ] as const)('%s', async ([, path, expected]) => {
    expect(await files.realPath(at(...path))).toBe(at(...expected));
  });

  it('of a link to nothing is its target, where a file would be created', async () => {
    symlinkSync('/nowhere/secret', at('real', 'absolute'));
    symlinkSync('../../elsewhere', at('real', 'deep', 'relative'));
    expect(await files.realPath(at('link', 'absolute'))).toBe('/nowhere/secret');
    expect(await files.realPath(at('link', 'deep', 'relative', 'x'))).toBe(at('elsewhere', 'x'));
  });

  it('of a way up from a link begins where the link leads', async () => {
    symlinkSync('link/../new', at('up'));
    symlinkSync(at('real', 'deep'), at('shortcut'));
    symlinkSync('shortcut/../new', at('dangling'));
    expect(await files.realPath(`${at('shortcut')}/../x`)).toBe(at('real', 'x'));
    expect(await files.realPath(at('up'))).toBe(at('new'));
    expect(await files.realPath(at('dangling'))).toBe(at('real', 'new'));
  });

  it('of links in a circle is refused', async () => {
    symlinkSync(at('b'), at('a'));
    symlinkSync(at('a'), at('b'));
    await expect(files.realPath(at('a'))).rejects.toThrow('ELOOP');
  });

  it('of a link that leads to itself by way of nothing is refused', async () => {
    symlinkSync('missing/../a', at('a'));
    await expect(files.realPath(at('a'))).rejects.toThrow('ELOOP');
  });
});

describe('what is not there', () => {
  it('reads as null, empty, 0 or no, and is removed without complaint', async () => {
    writeFileSync(at('file'), '');
    for (const path of [at('missing'), at('file', 'below')]) {
      expect(await files.exists(path)).toBe(false);
      expect(await files.isDirectory(path)).toBe(false);
      expect(await files.read(path)).toBeNull();
      expect(await files.head(path, 10)).toBe('');
      expect(await files.tail(path, 10)).toBe('');
      expect(await files.size(path)).toBe(0);
      expect(await files.modifiedAt(path)).toBeNull();
      expect(await files.list(path)).toEqual([]);
    }
    await files.remove(at('missing'));
  });

  it('does not hide other failures', async () => {
    await expect(files.read(at('x'.repeat(300)))).rejects.toThrow('ENAMETOOLONG');
  });
});

describe('what is no regular file reads as if it were not there', () => {
  it.for([
    ['a directory', () => mkdirSync(at('odd'))],
    ['a pipe that nobody writes to', () => spawnSync('sh', ['-c', 'mkfifo "$0"', at('odd')])],
    ['a link to a device that never ends', () => symlinkSync('/dev/zero', at('odd'))],
    ['links in a circle', () => symlinkSync('odd', at('odd'))],
  ] as const)('%s', async ([, make]) => {
    make();
    expect(await files.read(at('odd'))).toBeNull();
    expect(await files.head(at('odd'), 10)).toBe('');
    expect(await files.tail(at('odd'), 10)).toBe('');
  });

  it('where an ordinary read of a pipe waits for ever', () => {
    spawnSync('sh', ['-c', 'mkfifo "$0"', at('pipe')]);
    const { signal } = spawnSync('cat', [at('pipe')], { timeout: 500 });
    expect(signal).toBe('SIGTERM');
  });

  it('and a file of more than 16 MiB is not read', async () => {
    writeFileSync(at('huge'), '');
    truncateSync(at('huge'), 16 * 1024 * 1024);
    expect(await files.read(at('huge'))).toHaveLength(16 * 1024 * 1024);
    truncateSync(at('huge'), 16 * 1024 * 1024 + 1);
    await expect(files.read(at('huge'))).rejects.toMatchObject({ code: 'infrastructure' });
  });
});

describe('a part of a file', () => {
  const text = 'aé€😀z';

  it.for([
    [0, ''],
    [1, 'a'],
    [2, 'a'],
    [3, 'aé'],
    [5, 'aé'],
    [6, 'aé€'],
    [9, 'aé€'],
    [10, 'aé€😀'],
    [11, text],
    [100, text],
  ] as const)('has whole characters in its first %d bytes', async ([bytes, expected]) => {
    writeFileSync(at('file'), text);
    expect(await files.head(at('file'), bytes)).toBe(expected);
  });

  it.for([
    [0, ''],
    [1, 'z'],
    [4, 'z'],
    [5, '😀z'],
    [7, '😀z'],
    [8, '€😀z'],
    [9, '€😀z'],
    [10, 'é€😀z'],
    [11, text],
    [100, text],
  ] as const)('has whole characters in its last %d bytes', async ([bytes, expected]) => {
    writeFileSync(at('file'), text);
    expect(await files.tail(at('file'), bytes)).toBe(expected);
  });

  it('keeps to its size when the file is no text', async () => {
    writeFileSync(at('file'), Buffer.alloc(1_000, 0x80));
    expect((await files.tail(at('file'), 10)).length).toBeLessThanOrEqual(10);
    expect((await files.head(at('file'), 10)).length).toBeLessThanOrEqual(10);
  });
});

describe('writing', () => {
  it('replaces the whole file and leaves nothing beside it', async () => {
    writeFileSync(at('file'), 'a longer text than the next');
    await files.write(at('file'), 'short');
    expect(readFileSync(at('file'), 'utf8')).toBe('short');
    expect(await files.list(root)).toEqual(['file']);
  });

  it('leaves the old file whole when it fails', async () => {
    mkdirSync(at('directory'));
    await expect(files.write(at('directory'), 'text')).rejects.toThrow('EISDIR');
    expect(readdirSync(root)).toEqual(['directory']);
  });

  it('never shows a half-written file to a reader', async () => {
    const versions = ['a', 'b'].map((letter) => letter.repeat(500_000));
    await files.write(at('file'), versions[0] ?? '');
    const writing = (async () => {
      for (let round = 0; round < 20; round++) {
        await files.write(at('file'), versions[round % 2] ?? '');
      }
    })();
    for (let round = 0; round < 50; round++) {
      expect(versions).toContain(await files.read(at('file')));
    }
    await writing;
  });

  it('replaces a link instead of following it out of the directory', async () => {
    mkdirSync(at('inside'));
    writeFileSync(at('outside'), 'precious');
    symlinkSync(at('outside'), at('inside', 'file'));
    // The harm: an ordinary write follows the link.
    writeFileSync(at('inside', 'file'), 'gone');
    expect(readFileSync(at('outside'), 'utf8')).toBe('gone');
    await files.write(at('inside', 'file'), 'mine');
    expect(readFileSync(at('outside'), 'utf8')).toBe('gone');
    expect(readFileSync(at('inside', 'file'), 'utf8')).toBe('mine');
  });

  it('keeps the rights of the file that it replaces', async () => {
    writeFileSync(at('script'), '');
    chmodSync(at('script'), 0o750);
    await files.write(at('script'), '#!/bin/sh\n');
    expect(statSync(at('script')).mode & 0o777).toBe(0o750);
  });

  it('makes directories, and removes whole trees', async () => {
    await files.makeDirectory(at('a', 'b', 'c'));
    await files.makeDirectory(at('a', 'b', 'c'));
    expect(await files.isDirectory(at('a', 'b', 'c'))).toBe(true);
    await files.remove(at('a'));
    expect(await files.exists(at('a'))).toBe(false);
  });

  it.skipIf(!existsSync('/proc/self'))(
    'says that nothing can be made where the kernel lets nobody, and ends',
    async () => {
      await expect(files.makeDirectory('/proc/none/below')).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  it('makes a directory that others make in the same moment', async () => {
    await Promise.all(Array.from({ length: 8 }, () => files.makeDirectory(at('a', 'b', 'c'))));
    expect(await files.isDirectory(at('a', 'b', 'c'))).toBe(true);
  });

  it('moves trees to places that are not there yet', async () => {
    await files.makeDirectory(at('a', 'b'));
    await files.write(at('a', 'b', 'file'), 'text');
    await files.move(at('a'), at('far', 'away'));
    expect(await files.exists(at('a'))).toBe(false);
    expect(await files.read(at('far', 'away', 'b', 'file'))).toBe('text');
  });
});

describe('appending', () => {
  it('never mixes the lines of several writers', async () => {
    const line = (writer: number) => String(writer).repeat(3_000);
    await Promise.all(Array.from({ length: 90 }, (_, index) => files.appendLine(at('log'), line((index % 9) + 1))));
    const lines = readFileSync(at('log'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(90);
    expect(new Set(lines)).toEqual(new Set(Array.from({ length: 9 }, (_, index) => line(index + 1))));
  });

  it('says that the disk is full and what to do', async () => {
    const error = await files.appendLine('/dev/full', 'line').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OrchestratorError);
    expect(error).toMatchObject({
      code: 'disk-full',
      message: 'There is no room left to write /dev/full.',
      next: expect.stringContaining('Free some space'),
    });
  });
});

it('tells the free room, also for a path that is yet to be made', async () => {
  const free = await files.freeBytes(at('not', 'yet', 'there'));
  const available = spawnSync('df', ['--output=avail', '-B1', root], { encoding: 'utf8' }).stdout.split('\n')[1];
  expect(free).toBeGreaterThan(0);
  // Others write to the disk meanwhile.
  expect(free / Number(available)).toBeCloseTo(1, 1);
});

it('the time of the last write is told of regular files alone', async () => {
  writeFileSync(at('file'), 'x');
  utimesSync(at('file'), 1_700_000_000, 1_700_000_000);
  symlinkSync(at('file'), at('link'));
  mkdirSync(at('directory'));
  expect(await files.modifiedAt(at('file'))).toBe(1_700_000_000_000);
  expect(await files.modifiedAt(at('link'))).toBeNull();
  expect(await files.modifiedAt(at('directory'))).toBeNull();
});
