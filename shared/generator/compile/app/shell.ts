/** The app's frame: entry, routes, the account menu. */
import type { AppModel, EntityModel, PageModel } from '../model.ts';
import { ACCOUNT_PATH, readerOf } from '../model-people.ts';
import { code, file } from '../source-text.ts';
import { hasImport } from './csv.ts';
import { exchangeRoutes } from './exchange.ts';

export function mainFile(app: AppModel, hasDark: boolean): string {
  return file(code`
    import { StrictMode } from 'react';
    import { createRoot } from 'react-dom/client';
    import { BrowserRouter } from 'react-router';
    import { App } from './app';
    ${app.cart && "import { CartProvider } from './features/cart/cart';"}
    ${app.auth && "import { SessionProvider } from './features/auth/session';"}
    ${hasToasts(app) && "import { ToastProvider } from './components/toast';"}
    ${hasDark && "import { currentTheme, showTheme } from './lib/theme';"}
    import './index.css';

    ${hasDark && 'showTheme(currentTheme());'}

    const root = document.getElementById('root');
    if (!root) throw new Error('index.html has no element #root.');

    createRoot(root).render(
      <StrictMode>
        <BrowserRouter>
          ${wrapped(app)}
        </BrowserRouter>
      </StrictMode>,
    );
  `);
}

function wrapped(app: AppModel): string {
  const inner = app.cart ? '<CartProvider>\n  <App />\n</CartProvider>' : '<App />';
  const toasts = hasToasts(app) ? `<ToastProvider>\n${inner.replace(/^/gm, '  ')}\n</ToastProvider>` : inner;
  if (!app.auth) return toasts;
  return `<SessionProvider>\n${toasts.replace(/^/gm, '  ')}\n</SessionProvider>`;
}

/** Toasts tell that something was saved or deleted. */
export function hasToasts(app: AppModel): boolean {
  return app.auth && app.entities.some((it) => it.hasPages || it.exchange);
}

interface RouteLine {
  readonly guard: 'none' | 'session' | 'admin';
  readonly path: string;
  readonly component: string;
  readonly from: string;
}

const GUARDS = { everyone: 'none', members: 'session', admins: 'admin' } as const;

function entityRoutes(it: EntityModel): RouteLine[] {
  const from = (name: string) => `./features/${it.folder}/${name}`;
  const reader = GUARDS[readerOf(it.access)];
  const writer = it.owned ? 'session' : 'admin';
  const routes: RouteLine[] = [];
  if (it.spec.print && it.displays.size > 0) {
    const page = { component: `Print${it.types}Page`, from: from(`print-${it.folder}-page`) };
    routes.push({ guard: reader, path: `${it.basePath}/print`, ...page });
  }
  if (hasImport(it)) {
    const page = { component: `Import${it.types}Page`, from: from(`import-${it.folder}-page`) };
    routes.push({ guard: writer, path: `${it.basePath}/import`, ...page });
  }
  if (it.editable) {
    routes.push({
      guard: writer,
      path: `${it.basePath}/new`,
      component: `New${it.type}Page`,
      from: from(`new-${it.stem}-page`),
    });
    routes.push({
      guard: writer,
      path: `${it.basePath}/:id/edit`,
      component: `Edit${it.type}Page`,
      from: from(`edit-${it.stem}-page`),
    });
  }
  routes.push({
    guard: reader,
    path: `${it.basePath}/:id`,
    component: `${it.type}Page`,
    from: from(`${it.stem}-page`),
  });
  return routes;
}

function pageRoute(page: PageModel): RouteLine {
  return {
    guard: GUARDS[page.spec.audience],
    path: page.spec.path,
    component: page.component,
    from: `./pages/${page.file}`,
  };
}

export function appFile(app: AppModel): string {
  const routes = [
    ...app.pages.map(pageRoute),
    ...app.entities.filter((it) => it.hasPages && (it.access !== 'inbox' || app.auth)).flatMap(entityRoutes),
    ...app.entities.flatMap((it) => (it.exchange ? exchangeRoutes(it, it.exchange) : [])),
    ...(app.profiles
      ? [
          {
            guard: 'session' as const,
            path: ACCOUNT_PATH,
            component: 'AccountPage',
            from: './features/people/account-page',
          },
        ]
      : []),
  ];
  const pageComponents = new Set(app.pages.map((it) => it.component));
  /** A page of the plan and a page of an entity may have the same name: the entity's is imported under another. */
  const named = routes.map((it) => {
    const clash = it.from.startsWith('./features/') && pageComponents.has(it.component);
    return { ...it, local: clash ? it.component.replace(/Page$/, 'RowPage') : it.component };
  });
  const line = (it: (typeof named)[number]) =>
    it.path === '/'
      ? `<Route index element={<${it.local} />} />`
      : `<Route path="${it.path.slice(1)}" element={<${it.local} />} />`;
  const of = (guard: RouteLine['guard']) => named.filter((it) => it.guard === guard).map(line);
  const guarded = (component: string, lines: string[]) =>
    lines.length === 0
      ? null
      : code`
          <Route element={<${component} />}>
            ${lines}
          </Route>
        `;
  const session = of('session');
  const admin = of('admin');
  const imports = [
    ...named.map((it) =>
      it.local === it.component
        ? `import { ${it.component} } from '${it.from}';`
        : `import { ${it.component} as ${it.local} } from '${it.from}';`,
    ),
    ...(session.length > 0 ? ["import { RequireSession } from './features/auth/require-session';"] : []),
    ...(admin.length > 0 ? ["import { RequireAdmin } from './features/auth/require-admin';"] : []),
    ...(app.auth
      ? [
          "import { ForgotPasswordPage } from './features/auth/forgot-password-page';",
          "import { ResetPasswordPage } from './features/auth/reset-password-page';",
        ]
      : []),
    ...(app.auth ? ["import { SignInPage } from './features/auth/sign-in-page';"] : []),
    ...(app.auth && app.signUp ? ["import { SignUpPage } from './features/auth/sign-up-page';"] : []),
    "import { Layout } from './components/layout';",
    "import { NotFoundPage } from './pages/not-found-page';",
  ].sort((a, b) => (a.split(' from ')[1] ?? '').localeCompare(b.split(' from ')[1] ?? ''));
  return file(code`
    import { Route, Routes } from 'react-router';
    ${imports}

    export function App() {
      return (
        <Routes>
          <Route element={<Layout />}>
            ${of('none')}
            ${app.auth && '<Route path="sign-in" element={<SignInPage />} />'}
            ${app.auth && '<Route path="forgot-password" element={<ForgotPasswordPage />} />'}
            ${app.auth && '<Route path="reset-password" element={<ResetPasswordPage />} />'}
            ${app.auth && app.signUp && '<Route path="sign-up" element={<SignUpPage />} />'}
            ${guarded('RequireSession', session)}
            ${guarded('RequireAdmin', admin)}
            <Route path="*" element={<NotFoundPage />} />
          </Route>
        </Routes>
      );
    }
  `);
}

const SIGN_OUT = code`
  <button type="button" className={LOOK} title={session.user.email} onClick={() => supabase.auth.signOut()}>
    <LogOut aria-hidden className="size-4" />
    Sign out
  </button>
`;

/** Signing in and out, and the way to one's own name where others see it. */
export function accountMenu(app: AppModel): string {
  return file(code`
  import { LogOut${app.profiles && ', UserRound'} } from 'lucide-react';
  import { Link } from 'react-router';
  import { supabase } from '@/lib/supabase';
  import { useSession } from '@/features/auth/session';

  const LOOK =
    'flex h-10 items-center gap-2 rounded-md px-3 text-sm font-medium whitespace-nowrap outline-current ' +
    'hover:underline';

  /** Sign in, or who is signed in and a way out. */
  export function AccountMenu() {
    const { session, loading } = useSession();
    if (loading) return null;
    if (!session) {
      return (
        <Link to="/sign-in" className={LOOK}>
          Sign in
        </Link>
      );
    }
    return (
      ${
        app.profiles
          ? code`
              <>
                <Link to="${ACCOUNT_PATH}" className={LOOK}>
                  <UserRound aria-hidden className="size-4" />
                  Account
                </Link>
                ${SIGN_OUT}
              </>
            `
          : SIGN_OUT
      }
    );
  }
`);
}
