import { describe, expect, it } from 'vitest';
import { type AuthAttempt, createAuthRateLimit, createCounter } from './rate-limit.ts';

describe('createCounter', () => {
  it('blocks at the limit, until the window ends, each key by itself', () => {
    let now = 0;
    const counter = createCounter(2, 10_000, () => now);
    counter.add('a');
    expect(counter.blocked('a')).toBeNull();
    now = 4000;
    counter.add('a');
    expect(counter.blocked('a')).toBe(6);
    expect(counter.blocked('b')).toBeNull();
    now = 10_000;
    expect(counter.blocked('a')).toBeNull();
  });

  it('keeps a bounded number of keys', () => {
    const counter = createCounter(1, 10_000, () => 0);
    for (let index = 0; index < 20_000; index++) counter.add(`key ${index}`);
    expect(counter.blocked('key 0')).toBeNull();
    expect(counter.blocked('key 19999')).toBe(10);
  });
});

describe('createAuthRateLimit', () => {
  const create = () => createAuthRateLimit({ sign_in_sign_ups: 30, email_sent: 12 }, () => 0);
  const attempt = (more: Partial<AuthAttempt>): AuthAttempt => ({
    pathname: '/auth/v1/token',
    grantType: 'password',
    address: '1.1.1.1',
    email: 'a@example.test',
    ...more,
  });
  const times = (count: number, action: () => unknown) => Array.from({ length: count }, action);

  it('limits failures for one e-mail from any address, and forgives them after a success', () => {
    const limit = create();
    const fail = (address: string) => {
      const failed = attempt({ address });
      if (limit.refuse(failed) === null) limit.settle(failed, false);
    };
    for (let index = 0; index < 9; index++) fail(`10.0.0.${index}`);
    limit.settle(attempt({}), true);
    for (let index = 0; index < 10; index++) fail(`10.0.1.${index}`);
    expect(limit.refuse(attempt({ address: '10.0.2.1' }))).toBe(300);
    expect(limit.refuse(attempt({ address: '10.0.2.1', email: 'b@example.test' }))).toBeNull();
  });

  it('limits sign-ins and sign-ups together for one address', () => {
    const limit = create();
    const emails = (index: number) => `${index}@example.test`;
    expect(times(30, () => limit.refuse(attempt({ pathname: '/auth/v1/signup', email: emails(1) })))).toEqual(
      Array(30).fill(null),
    );
    expect(limit.refuse(attempt({ email: emails(2) }))).toBe(300);
    expect(limit.refuse(attempt({ email: emails(2), address: '2.2.2.2' }))).toBeNull();
  });

  it('limits mails to one mailbox and from one address', () => {
    const limit = create();
    const recover = (email: string, address: string) =>
      limit.refuse(attempt({ pathname: '/auth/v1/recover', email, address }));
    for (let index = 0; index < 10; index++) expect(recover('a@example.test', `10.0.0.${index}`)).toBeNull();
    expect(recover('a@example.test', '10.0.1.1')).toBe(3600);
    for (let index = 0; index < 12; index++) expect(recover(`${index}@example.test`, '3.3.3.3')).toBeNull();
    expect(recover('z@example.test', '3.3.3.3')).toBe(3600);
  });

  it('leaves refreshing and everything else alone', () => {
    const limit = create();
    for (let index = 0; index < 100; index++) {
      expect(limit.refuse(attempt({ grantType: 'refresh_token', email: null }))).toBeNull();
      expect(limit.refuse(attempt({ pathname: '/auth/v1/logout', email: null }))).toBeNull();
    }
  });
});
