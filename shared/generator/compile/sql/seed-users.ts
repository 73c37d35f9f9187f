/** The demo accounts that sample data belongs to. */
export const DEMO_PASSWORD = 'trellis-demo';
export const DEMO_USERS = [
  { name: 'Ada', email: 'ada@example.com', id: '00000000-0000-4000-8000-00000000000a' },
  { name: 'Ben', email: 'ben@example.com', id: '00000000-0000-4000-8000-00000000000b' },
] as const;
