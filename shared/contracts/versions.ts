/** Contract of the `versions` function: hand edits onto a base version, verified before they are saved. */
import { z } from 'zod';
import { fileChange } from '../files/changes.ts';
import { verifyReport } from '../verify/finding.ts';
import { contract } from './contract.ts';

export const saveEdits = contract({
  function: 'versions',
  method: 'POST',
  path: '/',
  auth: 'user',
  status: 201,
  maxBodyBytes: 12_000_000,
  body: z.strictObject({
    projectId: z.uuid(),
    /** The version the edits were made on; 409 `head_moved` when the project's head is another by now. */
    baseVersionId: z.uuid(),
    changes: z.array(fileChange).min(1).max(500),
    /** Shown in the list of versions; absent, it is made from the names of the files. */
    message: z
      .string()
      .trim()
      .max(200)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
      .regex(/^[^\u0000-\u001f\u007f\p{Cs}]*$/u, 'The message holds characters that are not text.')
      .default(''),
  }),
  response: z.object({ versionId: z.uuid(), number: z.number().int(), checks: verifyReport }),
});
