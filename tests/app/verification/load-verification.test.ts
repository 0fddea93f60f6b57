import { describe, expect, it } from 'vitest';
import { loadVerification } from '../../../src/composition/load-verification.ts';
import type { VerificationPlan } from '../../../src/domain/verification/verification.ts';
import { packageWith, VERIFICATION } from './web-scene.ts';

const load = (files: Readonly<Record<string, string>>, verification: VerificationPlan | null = null) =>
  loadVerification({ verification }, { read: async (path) => files[path] ?? null });

const FILE = '.openclaw/verification.yaml';

describe('INV-3 how the target is looked at', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['npm', {}, ['npm', 'run', 'start']],
    ['Yarn', { 'yarn.lock': '' }, ['yarn', 'run', 'start']],
    ['pnpm', { 'pnpm-lock.yaml': '' }, ['pnpm', 'run', 'start']],
  ])('is a script of main, run by %s', async (_, files, command) => {
    const plan = await load({ [FILE]: VERIFICATION, 'package.json': packageWith('node .'), ...files });
    expect(plan?.server).toEqual({ command, url: 'http://127.0.0.1:{port}/', ready: '/ready', timeoutMs: 60_000 });
  });

  it('is nothing where nobody says it', async () => {
    expect(await load({ 'package.json': packageWith('node .') })).toBeNull();
  });

  it("is the person's word before that of main", async () => {
    const own = { server: { command: ['serve'] } } as unknown as VerificationPlan;
    expect(await load({ [FILE]: 'not: read' }, own)).toBe(own);
  });

  it('is a mistake where main has no such script', async () => {
    await expect(load({ [FILE]: VERIFICATION, 'package.json': '{}' })).rejects.toMatchObject({
      code: 'verification-invalid',
      message: expect.stringContaining('no script "start"'),
    });
  });
});
