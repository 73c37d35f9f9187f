import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment, readProjectConfig } from './configuration.ts';

describe('readEnvironment', () => {
  it('has defaults, and resolves the folder against the project', () => {
    expect(readEnvironment({}, '/project')).toEqual({
      port: 54_321,
      databasePort: 54_322,
      directory: '/project/.trellis',
    });
    expect(
      readEnvironment({ TRELLIS_PORT: '8000', TRELLIS_DB_PORT: ' 8001 ', TRELLIS_DIR: '/data' }, '/project'),
    ).toEqual({
      port: 8000,
      databasePort: 8001,
      directory: '/data',
    });
  });

  it.each([
    [{ TRELLIS_PORT: 'abc' }, /TRELLIS_PORT is "abc"/],
    [{ TRELLIS_PORT: '0' }, /TRELLIS_PORT is "0"/],
    [{ TRELLIS_DB_PORT: '65536' }, /TRELLIS_DB_PORT is "65536"/],
    [{ TRELLIS_DB_PORT: '1e3' }, /TRELLIS_DB_PORT is "1e3"/],
    [{ TRELLIS_PORT: '54322' }, /both 54322/],
    [{ TRELLIS_DIR: '.' }, /TRELLIS_DIR/],
    [{ TRELLIS_DIR: '..' }, /TRELLIS_DIR/],
  ])('refuses %j', (env, message) => {
    expect(() => readEnvironment(env, '/project')).toThrow(message);
  });
});

describe('readProjectConfig', () => {
  const read = (text: string, env = {}) => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'trellis-config-'));
    try {
      fs.writeFileSync(path.join(directory, 'config.toml'), text);
      return readProjectConfig(directory, env);
    } finally {
      fs.rmSync(directory, { recursive: true });
    }
  };

  it('has the platform’s defaults', () => {
    const config = readProjectConfig('/nowhere', {});
    expect(config.api.schemas).toEqual(['public']);
    expect(config.auth.email.enable_confirmations).toBe(false);
    expect(config.auth.rate_limit.sign_in_sign_ups).toBe(30);
  });

  it('reads functions and replaces env()', () => {
    const config = read('[auth]\nsite_url = "env(SITE)"\n[functions.a]\nverify_jwt = false\n', { SITE: 'http://x' });
    expect(config.auth.site_url).toBe('http://x');
    expect(config.functions.a).toEqual({ enabled: true, verify_jwt: false });
  });

  it('names the setting that is wrong', () => {
    expect(() => read('[auth]\njwt_expiry = "long"\n')).toThrow(/config\.toml: auth\.jwt_expiry/);
    expect(() => read('[auth\n')).toThrow(/not valid TOML/);
  });
});
