import { adminDatabase, callerDatabase } from '../_shared/database.ts';
import { serve } from '../_shared/serve.ts';
import { versionsRoutes } from './handler.ts';

const routes = versionsRoutes({
  callerDatabase,
  adminDatabase,
  // Loaded with the first edit: a request that is refused does not pay for the parsers.
  verify: async (tree) => (await import('../../../shared/verify/verify.ts')).verify(tree),
});

export default { fetch: serve({ routes }) };
