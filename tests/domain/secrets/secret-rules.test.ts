import { describe, expect, it } from 'vitest';
import { secretsIn } from '../../../src/domain/secrets/secret-rules.ts';
import { seededRandom } from '../../guard/seeded-random.ts';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const random = seededRandom(7);

/** Made here, so that no secret stands in this file and no service has given it out. */
const dice = (length: number, alphabet = ALPHANUMERIC): string =>
  Array.from({ length }, () => random.pick([...alphabet])).join('');

const rulesIn = (text: string): readonly string[] =>
  secretsIn([{ path: 'a.ts', line: 1, text }]).map(({ rule }) => rule);

describe('what looks like a secret is found and named', () => {
  it.each([
    ['private key', `-----BEGIN ${'RSA PRIVATE'} KEY-----`],
    ['private key', `const pem = '-----BEGIN ${'PRIVATE'} KEY-----\\n'`],
    ['private key', `-----BEGIN PGP ${'PRIVATE'} KEY BLOCK-----`],
    ['AWS access key', `id = AKIA${dice(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
    ['GitHub token', `git clone https://ghp_${dice(36)}@github.com/a/b`],
    ['GitHub token', `github_pat_${dice(22)}_${dice(59)}`],
    ['GitLab token', `glpat-${dice(20)}`],
    ['Slack token', `"xoxb-${dice(12, '0123456789')}-${dice(24)}"`],
    ['Slack webhook', `https://hooks.slack.com/services/T${dice(8)}/B${dice(8)}/${dice(24)}`],
    ['Stripe key', `stripe("sk_live_${dice(24)}")`],
    ['Anthropic key', `ANTHROPIC_API_KEY=sk-ant-api03-${dice(93)}`],
    ['OpenAI key', `sk-proj-${dice(48)}`],
    ['OpenAI key', `sk-${dice(48)}`],
    ['npm token', `//registry.npmjs.org/:_authToken=npm_${dice(36)}`],
    ['PyPI token', `pypi-${dice(120)}`],
    ['Google key', `key=AIza${dice(35)}`],
    ['authorization header', `curl -H "Authorization: Bearer ${dice(40)}"`],
    ['authorization header', `headers: { authorization: 'Bearer ${dice(20)}.${dice(60)}' }`],
    ['password in an address', `DATABASE_URL=postgres://app:${dice(16)}@db.internal/app`],
    ['value of a secret', `const clientSecret = "${dice(24)}";`],
    ['value of a secret', `"api_key": "${dice(32, '0123456789abcdef')}",`],
    ['value of a secret', `db.password => '${dice(14)}!'`],
    ['value of a secret setting', `export DB_PASSWORD=${dice(20)}`],
    ['value of a secret setting', `  access_token: ${dice(30)}  # of the robot`],
    ['value of a secret setting', `aws_secret_access_key = ${dice(40)}`],
  ])('%s: %s', (rule, text) => {
    expect(rulesIn(text)).toEqual([rule]);
  });

  it('names place and rule, and does not repeat the secret', () => {
    const secret = `glpat-${dice(20)}`;
    const lines = ['fine', `x ${secret} ${secret}`, secret].map((text, index) => ({
      path: 'a.env',
      line: index + 7,
      text,
    }));
    const found = secretsIn(lines);
    expect(found).toEqual([
      { path: 'a.env', line: 8, rule: 'GitLab token' },
      { path: 'a.env', line: 9, rule: 'GitLab token' },
    ]);
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('finds nearly every random value of twelve characters and more', () => {
    const missed = Array.from({ length: 1_000 }, () => `password = "${dice(12 + random.upTo(20))}"`).filter(
      (text) => rulesIn(text).length === 0,
    );
    expect(missed.length).toBeLessThan(150);
  });
});

describe('what only looks like one to a careless rule is left alone', () => {
  it.each([
    'password: changeme',
    'password = "change-me-please-1"',
    'API_KEY=xxxxxxxxxxxxxxxxxxxx',
    'TOKEN=your_token_here_123',
    "token: '<paste-your-token-1>'",
    'SECRET_KEY=$' + '{SECRET_KEY_V2}',
    'apiKey: "$' + '{config.apiKey2}"',
    'password = "{{ vault_db_password_2 }}"',
    'Authorization: Bearer $' + '{token1234567890abc}',
    'Authorization: Bearer <token>',
    'Authorization: Bearer some-made-up-value-1',
    'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
    `GITHUB_TOKEN=ghp_${'x'.repeat(36)}`,
    `GITHUB_TOKEN=ghp_${'0'.repeat(36)}`,
    'postgres://user:password@localhost:5432/app',
    'postgres://app:$' + '{DB_PASSWORD_V2}@localhost/app',
    'https://host:8080/path@2x.png',
    'const token = process.env.GITHUB_TOKEN;',
    'const token = await readToken2(request);',
    "const tokenUrl = 'https://login.example.org/oauth2/v2.0/token';",
    "grant_type: 'urn:ietf:params:oauth2:grant-type:token-exchange'",
    "tokenType: 'urn:ietf:params:oauth:token-type:jwt2'",
    'passwordHash: "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"',
    'secretName: "prod-db-credentials-7f9c2"',
    "password: 'correct horse battery staple 4'",
    "const secret = 'hunter2'",
    'import { tokenize2 } from "./tokenizer2.ts";',
    'password = Input(type=text)',
    'secretary: "room-4711-building-B12"',
    'integrity sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'The token expires after 3600s; see `refreshTokenService2`.',
    "tokens: 'inputTokens2,outputTokens2'",
    "const TOKEN_PREFIX = '\\u0000agents-json:';",
    '-----BEGIN CERTIFICATE-----',
    `if (text.startsWith('-----BEGIN ${'PRIVATE'} KEY-----')) return 'pem';`,
    `/-----BEGIN (?:RSA )?PRIVATE KEY-----/`,
    '-----BEGIN PUBLIC KEY-----',
    'sk-learn-contrib-and-other-packages',
    'npm_config_registry=https://registry.example.org',
  ])('%s', (text) => {
    expect(rulesIn(text)).toEqual([]);
  });

  it('a megabyte on one line is read to its end', () => {
    const secret = `glpat-${dice(20)}`;
    for (const filler of ['a', 'token', 'a:', 'password=', 'a.b-', ' ', '"']) {
      const line = filler.repeat(Math.ceil(2 ** 20 / filler.length));
      expect(rulesIn(line)).toEqual([]);
      expect(rulesIn(`${line} ${secret}`)).toEqual(['GitLab token']);
    }
  });
});
