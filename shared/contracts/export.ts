/** Contract of the `export` function: a version as a ZIP, streamed, byte for byte. */
import { z } from 'zod';
import { contract } from './contract.ts';

export const exportZip = contract({
  function: 'export',
  method: 'GET',
  path: '/zip',
  auth: 'user',
  status: 200,
  query: z.strictObject({ version: z.uuid() }),
});
