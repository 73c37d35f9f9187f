import { createCheck } from '../_shared/check-version.ts';
import { adminDatabase, callerDatabase } from '../_shared/database.ts';
import { serve } from '../_shared/serve.ts';
import { versionsRoutes } from './handler.ts';

const routes = versionsRoutes({
  callerDatabase,
  adminDatabase,
  verify: createCheck(),
});

export default { fetch: serve({ routes }) };
