/**
 * Every route, who may see it, and what its search parameters are. Pages are loaded when they are visited.
 *
 * Features do not import each other; `routes/` and the workspace put them together.
 */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { JobStatus } from '../lib/database.ts';
import { currentSession } from '../lib/session.ts';
import { NotFoundPage, RootLayout, RouteFailure, RoutePending } from './root-layout.tsx';
import { parseSearch, stringifySearch } from './search.ts';

interface RouterContext {
  readonly queryClient: QueryClient;
}

type Search = Record<string, unknown>;

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A path within this site, or undefined: a link must not send a person who signs in somewhere else. */
export function safeRedirect(value: unknown): string | undefined {
  const path = text(value);
  return path !== undefined && /^\/(?![/\\])/.test(path) ? path : undefined;
}

const root = createRootRouteWithContext<RouterContext>()({ component: RootLayout, notFoundComponent: NotFoundPage });

/** Pages for people who are not signed in. */
const guest = createRoute({
  getParentRoute: () => root,
  id: 'guest',
  beforeLoad: ({ search }) => {
    const { session, recovering } = currentSession();
    if (session !== null && !recovering) throw redirect({ href: safeRedirect((search as Search).redirect) ?? '/' });
  },
});

/** Pages for people who are. */
const member = createRoute({
  getParentRoute: () => root,
  id: 'member',
  beforeLoad: ({ location }) => {
    const { session, recovering, expired, left } = currentSession();
    if (recovering) throw redirect({ to: '/reset-password' });
    if (session !== null) return;
    const back = location.href === '/' || left ? undefined : location.href;
    throw redirect({ to: '/sign-in', search: { redirect: back, ...(expired ? { expired: true } : {}) } });
  },
});

const validateRedirect = (search: Search): { redirect?: string | undefined } => ({
  redirect: safeRedirect(search.redirect),
});

const signIn = createRoute({
  getParentRoute: () => guest,
  path: '/sign-in',
  validateSearch: (search: Search): { redirect?: string | undefined; expired?: true | undefined } => ({
    ...validateRedirect(search),
    expired: search.expired === true || search.expired === 'true' ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./routes/auth.tsx'), 'SignInRoute'),
});

const signUp = createRoute({
  getParentRoute: () => guest,
  path: '/sign-up',
  validateSearch: validateRedirect,
  component: lazyRouteComponent(() => import('./routes/auth.tsx'), 'SignUpRoute'),
});

const forgotPassword = createRoute({
  getParentRoute: () => guest,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./routes/auth.tsx'), 'ForgotPasswordRoute'),
});

/** Open to both: the link in the mail signs the person in. */
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: (search: Search): { token_hash?: string | undefined } => ({ token_hash: text(search.token_hash) }),
  component: lazyRouteComponent(() => import('./routes/auth.tsx'), 'ResetPasswordRoute'),
});

const shell = createRoute({
  getParentRoute: () => member,
  id: 'shell',
  component: lazyRouteComponent(() => import('./shell.tsx'), 'Shell'),
});

const dashboard = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./routes/dashboard.tsx'), 'DashboardRoute'),
});

const JOB_STATUSES: readonly JobStatus[] = ['queued', 'running', 'completed', 'failed', 'canceled'];

const jobs = createRoute({
  getParentRoute: () => shell,
  path: '/jobs',
  validateSearch: (search: Search): { status?: JobStatus | undefined; page?: number | undefined } => {
    const page = Number(search.page);
    return {
      status: JOB_STATUSES.find((status) => status === search.status),
      page: Number.isInteger(page) && page > 0 ? page : undefined,
    };
  },
  component: lazyRouteComponent(() => import('./routes/jobs.tsx'), 'JobsRoute'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('./routes/settings.tsx'), 'SettingsRoute'),
});

export const WORKSPACE_VIEWS = ['chat', 'preview', 'code', 'versions'] as const;
export type WorkspaceView = (typeof WORKSPACE_VIEWS)[number];

const workspace = createRoute({
  getParentRoute: () => member,
  path: '/projects/$projectId',
  validateSearch: (search: Search): { view?: WorkspaceView | undefined; version?: string | undefined } => ({
    view: WORKSPACE_VIEWS.find((view) => view === search.view),
    version: text(search.version),
  }),
  component: lazyRouteComponent(() => import('./routes/workspace.tsx'), 'WorkspaceRoute'),
});

/** The app of one version in a window of its own. */
const preview = createRoute({
  getParentRoute: () => member,
  path: '/projects/$projectId/preview',
  validateSearch: (search: Search): { version?: string | undefined } => ({ version: text(search.version) }),
  component: lazyRouteComponent(() => import('./routes/preview.tsx'), 'PreviewRoute'),
});

const routeTree = root.addChildren([
  guest.addChildren([signIn, signUp, forgotPassword]),
  resetPassword,
  member.addChildren([shell.addChildren([dashboard, jobs, settings]), workspace, preview]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: RoutePending,
    defaultPendingMs: 200,
    defaultErrorComponent: RouteFailure,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
