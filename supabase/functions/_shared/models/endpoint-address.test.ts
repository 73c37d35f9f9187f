import { describe, expect, it } from 'vitest';
import { EndpointNotAllowed, isPublicIp, publicEndpoint, publicFetch } from './endpoint-address.ts';

describe('the address of an endpoint', () => {
  it.each([
    'https://api.groq.com/openai/v1',
    'https://models.my-company.io:8443/v1',
    'https://93.184.215.14/v1',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/v1',
  ])('may be %s', (address) => {
    expect(publicEndpoint(address).href).toContain('https://');
  });

  it.each([
    'api.groq.com/v1',
    'http://api.groq.com/v1',
    'ftp://api.groq.com/v1',
    'https://user:password@api.groq.com/v1',
    'https://api.groq.com/v1?to=elsewhere',
    'https://localhost/v1',
    'https://LOCALHOST./v1',
    'https://models.localhost/v1',
    'https://kong/v1',
    'https://db.internal/v1',
    'https://printer.local/v1',
    'https://127.0.0.1/v1',
    'https://127.1/v1',
    'https://2130706433/v1',
    'https://0x7f000001/v1',
    'https://0177.0.0.1/v1',
    'https://0.0.0.0/v1',
    'https://10.1.2.3/v1',
    'https://172.31.255.255/v1',
    'https://192.168.0.1/v1',
    'https://100.100.100.200/v1',
    'https://169.254.169.254/latest',
    'https://224.0.0.1/v1',
    'https://[::1]/v1',
    'https://[::]/v1',
    'https://[::ffff:127.0.0.1]/v1',
    'https://[::ffff:10.0.0.1]/v1',
    'https://[fe80::1]/v1',
    'https://[fd00::1]/v1',
    'https://[64:ff9b::7f00:1]/v1',
    'https://[2002:7f00:1::]/v1',
    'https://[2001:db8::1]/v1',
  ])('must not be %s', (address) => {
    expect(() => publicEndpoint(address)).toThrow(EndpointNotAllowed);
  });

  it('is public or not at the edges of a network', () => {
    expect(['172.15.255.255', '172.32.0.0', '11.0.0.0', '100.63.255.255', '100.128.0.0'].every(isPublicIp)).toBe(true);
    expect(['172.16.0.0', '10.255.255.255', '100.64.0.0', '255.255.255.255', 'not an address'].some(isPublicIp)).toBe(
      false,
    );
  });
});

describe('a request to an endpoint', () => {
  const sent: Request[] = [];
  const send: typeof fetch = async (input, init) => {
    sent.push(new Request(input, init));
    return new Response('ok');
  };

  it('goes to a public address, without redirects and without headers that are not for it', async () => {
    const get = publicFetch(send, async () => ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c']);
    const headers = { authorization: 'Bearer theirs', 'openai-organization': 'operator', 'x-secret': 'operator' };
    await get('https://api.groq.com/v1/chat/completions', { method: 'POST', headers, body: '{}' });
    const [request] = sent.splice(0);
    expect(request?.redirect).toBe('error');
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({ authorization: 'Bearer theirs' });
    expect([...(request?.headers.keys() ?? [])].filter((name) => /operator|openai|secret/.test(name))).toEqual([]);
    expect(await request?.text()).toBe('{}');
  });

  it.each([[['10.0.0.7']], [['93.184.215.14', '127.0.0.1']], [['::ffff:169.254.169.254']], [[]]])(
    'is not sent when the name stands for %o',
    async (addresses) => {
      const get = publicFetch(send, async () => addresses);
      await expect(get('https://rebound.groq.com/v1')).rejects.toThrow(EndpointNotAllowed);
      expect(sent).toEqual([]);
    },
  );
});
