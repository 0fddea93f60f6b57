import { shownSource } from '../../domain/worker/material.ts';
import { Unavailable } from './unavailable.ts';

/** The content of an address in pieces, by way of at most so many redirections. A login in it goes to its own origin alone. */
export async function* openAddress(
  address: string,
  redirects: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const first = new URL(address);
  let url = first;
  for (let followed = 0; ; followed += 1) {
    const response = await ask(url, url.origin === first.origin ? loginOf(first) : {}, signal);
    const next = REDIRECTIONS.has(response.status) ? response.headers.get('location') : null;
    if (next === null) {
      yield* bodyOf(response);
      return;
    }
    await response.body?.cancel();
    if (followed === redirects) throw new Unavailable(`it leads on more than ${redirects} times`);
    url = leadOn(next, url);
  }
}

const REDIRECTIONS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Followed by ourselves: what is counted and refused here would be followed in silence. */
const ask = (url: URL, login: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> => {
  const bare = new URL(url.href);
  bare.username = '';
  bare.password = '';
  // The file itself, as it lies there.
  const headers = { 'accept-encoding': 'identity', ...login };
  return fetch(bare.href, { redirect: 'manual', headers, signal });
};

const loginOf = ({ username, password }: URL): Readonly<Record<string, string>> => {
  if (username === '' && password === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
};

const leadOn = (location: string, from: URL): URL => {
  if (!URL.canParse(location, from.href)) throw new Unavailable('it leads on to what is no address');
  const url = new URL(location, from.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Unavailable(`it leads on to ${url.protocol}, which is not asked`);
  if (from.protocol === 'https:' && url.protocol === 'http:')
    throw new Unavailable(`it leads on to ${shownSource(url.href)}, which is not encrypted`);
  return url;
};

async function* bodyOf(response: Response): AsyncGenerator<Uint8Array> {
  if (!response.ok) {
    await response.body?.cancel();
    throw new Unavailable(`the answer was ${response.status} ${response.statusText}`.trimEnd());
  }
  if (response.body !== null) yield* response.body;
}
