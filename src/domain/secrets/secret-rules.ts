import type { AddedLine } from '../text/added-lines.ts';
import { looksInvented, looksRandom } from './secret-value.ts';

/** Where a secret stands and which rule found it; the secret itself is not repeated. */
export interface FoundSecret {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

/** What looks like a secret in added lines; of several rules that find one in a line the first names it. Placeholders are none. */
export const secretsIn = (lines: readonly AddedLine[]): readonly FoundSecret[] =>
  lines.flatMap(({ path, line, text }) => {
    const rule = SECRET_RULES.find((candidate) => holdsSecret(candidate, text));
    return rule === undefined ? [] : [{ path, line, rule: rule.name }];
  });

interface SecretRule {
  readonly name: string;
  /** Its group `value` is the secret, or else the whole match. Every repetition has a limit: a line may be a megabyte long. */
  readonly pattern: RegExp;
  /** The pattern alone says so little that the value has to look random as well. */
  readonly vague?: boolean;
}

/** A name that says that a secret follows; the address, the hash or the length of one is none. */
const NAME = [
  '(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|credentials?)',
  '(?![\\w-]{0,30}(?:digest|endpoint|field|file|hash|header|id|label|length|limit|name|path|pattern|prefix|suffix|type|ur[il])\\b)',
  '[\\w-]{0,30}',
].join('');

/** Most services begin their tokens with a mark of their own, so that programs like this one find them. */
const SECRET_RULES: readonly SecretRule[] = [
  // Where a quote or a bracket follows, a program only looks for the line.
  { name: 'private key', pattern: /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?!["'`)\]/])/g },
  { name: 'AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { name: 'GitHub token', pattern: /\b(?:gh[oprsu]_[A-Za-z0-9]{36,251}|github_pat_\w{30,250})\b/g },
  { name: 'GitLab token', pattern: /\bgl(?:agent|cbt|dt|ft|imt|oas|pat|ptt|rt|soat)-[\w-]{20,250}/g },
  { name: 'Slack token', pattern: /\bxox[abceoprs]-[\w-]{20,250}|\bxapp-\d-[\w-]{20,250}/g },
  { name: 'Slack webhook', pattern: /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]{30,200}/g },
  { name: 'Stripe key', pattern: /\b(?:[rs]k_live|whsec)_[A-Za-z0-9]{20,250}/g },
  { name: 'Anthropic key', pattern: /\bsk-ant-[\w-]{20,250}/g },
  { name: 'OpenAI key', pattern: /\bsk-(?:(?:admin|proj|svcacct)-[\w-]{20,250}|[A-Za-z0-9]{40,60}\b)/g },
  { name: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { name: 'PyPI token', pattern: /\bpypi-[\w-]{80,250}/g },
  { name: 'Google key', pattern: /\bAIza[\w-]{35}/g },
  {
    name: 'authorization header',
    pattern:
      /\bauthorization["'`]?\s{0,3}[:=,]\s{0,3}["'`]?(?:basic|bearer|token)\s{1,3}(?<value>[\w.~+/=-]{16,2000})/gi,
    vague: true,
  },
  {
    name: 'password in an address',
    pattern: /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s:@/"'`]{0,60}:(?<value>[^\s:@/"'`]{8,200})@/gi,
    vague: true,
  },
  {
    name: 'value of a secret',
    pattern: new RegExp(
      `${NAME}["'\`]?\\s{0,3}(?::=|=>|[:=,])\\s{0,3}(?<quote>["'\`])(?<value>[^\\s"'\`]{12,200})\\k<quote>`,
      'gi',
    ),
    vague: true,
  },
  {
    name: 'value of a secret setting',
    pattern: new RegExp(
      `^[\\s-]{0,40}(?:export\\s{1,3})?[\\w.-]{0,60}${NAME}\\s{0,3}[:=]\\s{0,3}(?<value>[\\w.~+/=!@#%^&*-]{12,200})\\s*(?:#.*)?$`,
      'gi',
    ),
    vague: true,
  },
];

const holdsSecret = ({ pattern, vague = false }: SecretRule, text: string): boolean =>
  [...text.matchAll(pattern)].some(({ 0: whole, groups }) => {
    const value = groups?.value ?? whole;
    return !looksInvented(value) && (!vague || looksRandom(value));
  });
