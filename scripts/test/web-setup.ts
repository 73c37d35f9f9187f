/** For tests of components: as `expect.poll`, Testing Library waits longer than the second that it gives by itself. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

configure({ asyncUtilTimeout: 25_000 });
afterEach(cleanup);
