import { callerDatabase } from '../_shared/database.ts';
import { serve } from '../_shared/serve.ts';
import { exportRoutes } from './handler.ts';

export default { fetch: serve({ routes: exportRoutes({ callerDatabase }) }) };
