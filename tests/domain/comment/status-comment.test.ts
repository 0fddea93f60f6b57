import { describe, expect, it } from 'vitest';
import { HTML, MARKDOWN } from '../../../src/domain/comment/markup.ts';
import { roleCard } from '../../../src/domain/comment/role-card.ts';
import { renderStatusComment, type StatusComment } from '../../../src/domain/comment/status-comment.ts';
import { NO_USAGE } from '../../../src/domain/usage/usage.ts';

const RU = { markup: HTML, language: 'ru' } as const;
const EN = { markup: MARKDOWN, language: 'en' } as const;
const ROLES = ['analyst', 'architect', 'developer', 'reviewer', 'tester', 'deployer'];

const comment = (changes: Partial<StatusComment> = {}): StatusComment => ({
  role: 'reviewer',
  stage: 'review',
  outcome: { label: 'Verdict', value: 'APPROVED' },
  durationSeconds: 252,
  documents: [{ label: '12-review.md', url: 'https://git.example/shop/12-review.md' }],
  usage: { inputTokens: 8_500_000, cachedTokens: 8_400_000, outputTokens: 45_200, costUsd: 7.286 },
  ...changes,
});

describe('the whole comment (MA-185)', () => {
  it('in HTML', () => {
    expect(renderStatusComment(comment(), RU)).toBe(
      '🔎 Reviewer — код ветки проверен.<br>' +
        'Verdict: APPROVED<br>' +
        'Длительность: 4m 12s<br>' +
        '<b>Документы:</b><ul><li><a href="https://git.example/shop/12-review.md">12-review.md</a></li></ul><br>' +
        '<sub>8.5M in (8.4M cached) / 45.2k out · $7.29</sub>',
    );
  });

  it('in Markdown', () => {
    expect(renderStatusComment(comment(), EN)).toBe(
      [
        '🔎 Reviewer — the code of the branch has been reviewed.',
        'Verdict: APPROVED',
        'Duration: 4m 12s',
        '**Documents:**',
        '- [12-review.md](<https://git.example/shop/12-review.md>)',
        '<sub>8.5M in (8.4M cached) / 45.2k out · $7.29</sub>',
      ].join('\n\n'),
    );
  });

  it.each(ROLES)('of the %s', (role) => {
    for (const style of [RU, EN]) expect(renderStatusComment(comment({ role }), style)).toMatchSnapshot();
  });

  it('leaves out what says nothing', () => {
    const bare = { outcome: null, durationSeconds: null, documents: [], usage: null };
    expect(renderStatusComment(comment(bare), RU)).toBe('🔎 Reviewer — код ветки проверен.');
    expect(renderStatusComment(comment({ ...bare, durationSeconds: -1 }), RU)).not.toContain('Длительность');
    expect(renderStatusComment(comment({ ...bare, durationSeconds: 0 }), RU)).toContain('Длительность: 0s');
  });

  it('has a tail when anything was used (MA-190)', () => {
    const tail = (usage: StatusComment['usage']) => renderStatusComment(comment({ usage }), RU).split('<br>').at(-1);
    for (const nothing of [null, NO_USAGE, { ...NO_USAGE, costUsd: 0 }]) expect(tail(nothing)).not.toContain('<sub>');
    expect(tail({ ...NO_USAGE, costUsd: 0.5 })).toBe('<sub>0 in / 0 out · $0.50</sub>');
  });

  it('says when it does not know the price', () => {
    const usage = { ...NO_USAGE, inputTokens: 1234 };
    expect(renderStatusComment(comment({ usage }), RU)).toContain('<sub>1.2k in / 0 out · цена неизвестна</sub>');
    expect(renderStatusComment(comment({ usage }), EN)).toContain('<sub>1.2k in / 0 out · price unknown</sub>');
  });
});

describe('a text that would be markup', () => {
  const hostile = {
    role: '<img src=x>',
    outcome: { label: 'Verdict', value: '<script>"*_[x](y)' } as const,
    documents: [
      { label: 'a"><b>', url: 'https://x/"><b>' },
      { label: 'run', url: 'javascript:alert(1)' },
    ],
  };

  it('stays a text in HTML', () => {
    expect(renderStatusComment(comment(hostile), RU)).toBe(
      '🤖 &lt;img src=x&gt; — работа завершена.<br>' +
        'Verdict: &lt;script&gt;&quot;*_[x](y)<br>' +
        'Длительность: 4m 12s<br>' +
        '<b>Документы:</b><ul><li><a href="https://x/&quot;&gt;&lt;b&gt;">a&quot;&gt;&lt;b&gt;</a></li><li>run</li></ul><br>' +
        '<sub>8.5M in (8.4M cached) / 45.2k out · $7.29</sub>',
    );
  });

  it('stays a text in Markdown', () => {
    const text = renderStatusComment(comment(hostile), EN);
    expect(text).toContain('Verdict: &lt;script&gt;"\\*\\_\\[x\\](y)');
    expect(text).toContain('- [a"&gt;&lt;b&gt;](<https://x/"%3E%3Cb%3E>)\n- run');
  });
});

describe('a comment that cannot be written (MA-248)', () => {
  const broken = (role: string): StatusComment =>
    Object.defineProperty({ ...comment({ role }) }, 'documents', {
      get: () => {
        throw new Error('no documents');
      },
    });

  it('shrinks to one line, and says why to who asks', () => {
    const errors: unknown[] = [];
    expect(renderStatusComment(broken('tester'), RU, (error) => errors.push(error))).toBe('🧪 Tester готов');
    expect(errors).toEqual([new Error('no documents')]);
    expect(renderStatusComment(broken('tester'), EN)).toBe('🧪 Tester is ready');
  });
});

describe('roles (MA-186, MA-187)', () => {
  it('have these icons', () => {
    expect(Object.fromEntries(ROLES.map((role) => [role, roleCard(role, null, 'en').icon]))).toEqual({
      analyst: '🔍',
      architect: '📐',
      developer: '💻',
      reviewer: '🔎',
      tester: '🧪',
      deployer: '🚀',
    });
  });

  it('are described for staging and production apart', () => {
    for (const language of ['ru', 'en'] as const) {
      expect(roleCard('deployer', 'deploy-staging', language).description).toContain('staging');
      expect(roleCard('deployer', 'deploy', language).description).toContain('production');
    }
  });

  it('the analyst says what Approved and Rejected do', () => {
    for (const language of ['ru', 'en'] as const) {
      const { description } = roleCard('analyst', 'analysis', language);
      expect(description).toMatch(/Approved.*Rejected/);
      expect(description).not.toMatch(/:approved:|In Progress/);
    }
  });

  it.each(['designer', 'constructor', ''])('nobody knows %j', (role) => {
    expect(roleCard(role, 'constructor', 'en')).toMatchObject({ icon: '🤖', description: 'the work has ended.' });
  });
});
