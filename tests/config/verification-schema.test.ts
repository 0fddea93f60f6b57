import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import { parseVerification } from '../../src/config/parse-verification.ts';
import type { OrchestratorError } from '../../src/domain/errors.ts';
import { baseDirectory, write } from './plan/places.ts';

const FILE = 'main:.openclaw/verification.yaml';

const complaints = (text: string): readonly string[] => {
  try {
    parseVerification(text, FILE);
    return [];
  } catch (error) {
    return (error as OrchestratorError).message.split('\n');
  }
};

describe("a repository's own verification", () => {
  it('names a script, and the rest has its defaults', () => {
    const text = `server: { script: start }
scenario:
  - open: /
  - click: Save
  - fill: { Name: Ada }
  - press: Enter
  - expect: { text: Saved }
  - snapshot: saved
`;
    expect(parseVerification(text, FILE)).toEqual({
      server: { script: 'start', url: 'http://127.0.0.1:{port}/', ready: '/', timeoutMs: 60_000 },
      scenario: [
        { action: 'open', path: '/' },
        { action: 'click', target: 'Save' },
        { action: 'fill', values: { Name: 'Ada' } },
        { action: 'press', key: 'Enter' },
        { action: 'expect', expected: { text: 'Saved' } },
        { action: 'snapshot', name: 'saved' },
      ],
      allow: { console: [], network: [] },
      stepTimeoutMs: 10_000,
    });
  });

  it.each<[string, string, string]>([
    ['a command', 'server: { script: start, command: [sh] }\nscenario: [{ open: / }]', 'unknown key "command"'],
    [
      'another machine',
      'server: { script: a, url: "http://shop.example:{port}/" }\nscenario: [{ open: / }]',
      'http://127.0.0.1:{port}/',
    ],
    [
      'a fixed port',
      'server: { script: a, url: "http://127.0.0.1:80/" }\nscenario: [{ open: / }]',
      'http://127.0.0.1:{port}/',
    ],
    ['no step', 'server: { script: a }\nscenario: []', 'scenario'],
    [
      'a step of two actions',
      'server: { script: a }\nscenario: [{ open: /, click: b }]',
      'expected one of: open, click',
    ],
    ['a misspelt action', 'server: { script: a }\nscenario: [{ clik: b }]', 'the nearest known key is "click"'],
    [
      'an empty expectation',
      'server: { script: a }\nscenario: [{ expect: {} }]',
      'expected text, selector, title or url',
    ],
    [
      'a name that leads elsewhere',
      'server: { script: a }\nscenario: [{ snapshot: ../x }]',
      'expected letters, digits',
    ],
    ['no pattern', 'server: { script: a }\nscenario: [{ open: / }]\nallow: { console: ["("] }', 'a regular expression'],
  ])('refuses %s, at its place', (_, text, message) => {
    const lines = complaints(text);
    expect(lines.join('\n')).toContain(message);
    expect(lines.every((line) => line.startsWith(`${FILE}:`))).toBe(true);
  });
});

describe("the person's verification", () => {
  const loadFrom = (text: string) => {
    const base = baseDirectory();
    write(join(base, 'orchestrator.yaml'), text);
    return loadSettings({ env: { ORCHESTRATOR_BASE_DIR: base }, cwd: base, flags: {}, productRoot: '/' }).settings;
  };

  it('comes from orchestrator.yaml, with a command', () => {
    const settings = loadFrom(`verification:
  server: { command: [npm, start], timeout: 5 }
  scenario: [{ open: / }]
  allow: { network: ["/beacon$"] }
browser: /opt/chromium/chrome
`);
    expect(settings.browser).toBe('/opt/chromium/chrome');
    expect(settings.verification).toMatchObject({
      server: { command: ['npm', 'start'], timeoutMs: 5_000 },
      allow: { console: [], network: ['/beacon$'] },
    });
  });

  it('is refused with the place of each mistake', () => {
    const load = () => loadFrom('verification:\n  server: { comand: [npm] }\n  scenario: [{ open: here }]\n');
    expect(load).toThrow(/orchestrator\.yaml:2:\d+: verification: .*"comand", the nearest known key is "command"/);
    expect(load).toThrow(/orchestrator\.yaml:3:\d+: verification: .*a path that begins with \//);
  });
});
