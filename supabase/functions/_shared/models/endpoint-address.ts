/**
 * Where an organization's own endpoint may be. Its address is typed by a person and called by the server, which could be
 * made to knock at doors inside the operator's network (SSRF). So: https, a public host name, no address of a private,
 * loopback, link-local or otherwise special network, neither written down nor by DNS, and no redirect. What the operator's
 * own environment names is trusted and is not asked any of this: a local Ollama is a fine endpoint.
 *
 * What remains: a name whose DNS answer changes between our look and the connection. Where that matters, the functions'
 * network has to keep them from the operator's own hosts.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** @throws EndpointNotAllowed with a sentence for the person who typed it */
export class EndpointNotAllowed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EndpointNotAllowed';
  }
}

const LOCAL_NAMES =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|arpa|onion|test|invalid|example)$/;

/** Checks what is written down; `publicFetch` checks what the name stands for. */
export function publicEndpoint(address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new EndpointNotAllowed('The address of the endpoint is not a URL.');
  }
  if (url.protocol !== 'https:') throw new EndpointNotAllowed('The address of the endpoint must begin with https://.');
  if (url.username || url.password) throw new EndpointNotAllowed('The address must not hold a name or a password.');
  if (url.search || url.hash) throw new EndpointNotAllowed('The address must end with its path.');
  // The parser has turned 0x7f.1 and 2130706433 into 127.0.0.1, and has lower-cased names.
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const numeric = isIP(host) !== 0;
  if (numeric ? !isPublicIp(host) : LOCAL_NAMES.test(host) || !host.includes('.')) {
    throw new EndpointNotAllowed('The endpoint must be reachable from the internet by a public name.');
  }
  return url;
}

export type Resolve = (host: string) => Promise<readonly string[]>;

const resolveByDns: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/** Headers of the SDKs that an endpoint needs. What the operator's environment adds for its own provider stays here. */
const HEADERS_SENT = /^(accept|content-type|user-agent|authorization|x-api-key|anthropic-version|idempotency-key)$/;

/** `fetch` for an endpoint of an organization. */
export function publicFetch(send: typeof fetch = fetch, resolve: Resolve = resolveByDns): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { hostname } = publicEndpoint(request.url);
    const host = hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await resolve(host);
    if (addresses.length === 0 || !addresses.every(isPublicIp)) {
      throw new EndpointNotAllowed('The endpoint must be reachable from the internet by a public name.');
    }
    for (const name of [...request.headers.keys()]) if (!HEADERS_SENT.test(name)) request.headers.delete(name);
    return await send(request, { redirect: 'error' });
  };
}

/** Special-purpose networks of the IANA registries (RFC 6890 and its updates) that nothing public lives in. */
const SPECIAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

export function isPublicIp(address: string): boolean {
  const kind = isIP(address);
  if (kind === 4) return !SPECIAL_V4.some(([network, bits]) => inNetwork(address, network, bits));
  if (kind !== 6) return false;
  const groups = expandV6(address);
  const [first = 0, second = 0] = groups;
  const embedded = (high = 0, low = 0) => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  // An IPv4 address in IPv6 clothes is judged as what it is: translated (64:ff9b::/96) and 6to4 (2002::/16).
  if (first === 0x64 && second === 0xff9b) return isPublicIp(embedded(groups[6], groups[7]));
  if (first === 0x2002) return isPublicIp(embedded(groups[1], groups[2]));
  // Global unicast is 2000::/3; 2001::/23 (Teredo and other protocols) and 2001:db8::/32 (documentation) are not public.
  if (first >> 13 !== 1) return false;
  return !(first === 0x2001 && (second < 0x200 || second === 0xdb8));
}

function inNetwork(address: string, network: string, bits: number): boolean {
  const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  return Math.floor(number(address) / size) === Math.floor(number(network) / size);
}

/** The eight groups of an IPv6 address. */
function expandV6(address: string): number[] {
  // Its canonical form has no dotted part: ::ffff:7f00:1 instead of ::ffff:127.0.0.1.
  const canonical = new URL(`http://[${address.split('%', 1)[0]}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [left, right] = [groups(head), groups(tail ?? '')];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}
