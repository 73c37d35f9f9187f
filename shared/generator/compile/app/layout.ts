/** What is around every page: header with navigation and account, footer. */
import type { AppModel, PageModel } from '../model.ts';
import { code, file, jsString, jsxText } from '../source-text.ts';

function navItem(page: PageModel): string {
  const audience = page.spec.audience === 'everyone' ? '' : `, for: '${page.spec.audience}'`;
  return `{ path: '${page.spec.path}', label: ${jsString(page.spec.title)}${audience} },`;
}

interface PageLinks {
  readonly component: 'Navigation' | 'FooterLinks';
  /** Name of the landmark. */
  readonly label: string;
  readonly look: string;
  readonly listLook: string;
  /** The look of the link to the page one is on, beside its own. */
  readonly active: string;
}

/** Room in the header, in pixels, and what the account and the search take of it. */
const HEADER = 1100;
const ACCOUNT = 290;
const SEARCH = 200;

/** Whether the navigation needs a line of its own, at about 7.5 pixels for each letter. */
function navigationIsWide(app: AppModel): boolean {
  const links = app.pages.filter((it) => it.spec.nav).map((it) => it.spec.title.length * 7.5 + 28);
  const name = Math.min(320, app.spec.name.length * 9) + 24;
  return links.reduce((sum, it) => sum + it, name + (app.auth ? ACCOUNT : 60) + (app.search ? SEARCH : 0)) > HEADER;
}

/** The pages in the navigation, as far as the person may see them. */
export function navigationFile(app: AppModel): string {
  const wide = navigationIsWide(app) ? ' md:order-last md:-mx-3 md:basis-full md:pb-2' : '';
  return pageLinks(
    app.pages.filter((it) => it.spec.nav),
    {
      component: 'Navigation',
      label: 'Main',
      look: 'flex h-10 items-center rounded-md px-3 text-sm font-medium outline-current hover:underline',
      listLook: `flex grow flex-col gap-1 md:flex-row md:flex-wrap${wide}`,
      active: 'underline decoration-2 underline-offset-8',
    },
  );
}

/** The search has its field in the header. */
const inFooter = ({ spec }: PageModel) => !spec.nav && !spec.sections.some((it) => it.kind === 'search');

/** The pages that have no place in the navigation: no page is without a way to it. */
export function footerLinksFile(app: AppModel): string {
  return pageLinks(app.pages.filter(inFooter), {
    component: 'FooterLinks',
    label: 'More pages',
    look: 'inline-flex min-h-6 items-center hover:underline',
    listLook: 'flex flex-wrap gap-x-6 gap-y-2',
    active: 'text-foreground underline underline-offset-4',
  });
}

function pageLinks(pages: readonly PageModel[], links: PageLinks): string {
  const members = pages.some((it) => it.spec.audience === 'members');
  const admins = pages.some((it) => it.spec.audience === 'admins');
  const audiences = [...(members ? ["'members'"] : []), ...(admins ? ["'admins'"] : [])].join(' | ');
  const known = [...(members ? ['session'] : []), ...(admins ? ['isAdmin'] : [])].join(', ');
  const conditions = [
    '!item.for',
    ...(members ? ["(item.for === 'members' && session)"] : []),
    ...(admins ? ["(item.for === 'admins' && isAdmin)"] : []),
  ];
  const restricted = members || admins;
  return file(code`
    import { NavLink } from 'react-router';
    ${restricted && "import { useSession } from '@/features/auth/session';"}

    ${restricted && `type Item = { path: string; label: string; for?: ${audiences} };`}

    const ITEMS${restricted && ': Item[]'} = [
      ${pages.map(navItem)}
    ];

    const LOOK = '${links.look}';

    export function ${links.component}() {
      ${restricted && `const { ${known} } = useSession();`}
      ${restricted && `const items = ITEMS.filter((item) => ${conditions.join(' || ')});`}
      ${restricted && links.component === 'FooterLinks' && 'if (items.length === 0) return null;'}
      return (
        <nav aria-label="${links.label}" className="${links.listLook}">
          {${restricted ? 'items' : 'ITEMS'}.map((item) => (
            <NavLink
              key={item.path}
              to={item.path}
              end={item.path === '/'}
              className={({ isActive }) => \`\${LOOK} \${isActive ? '${links.active}' : ''}\`}
            >
              {item.label}
            </NavLink>
          ))}
        </nav>
      );
    }
  `);
}

/** Layout of every page: skip link, header with a menu that folds on a phone, footer. */
export function layoutFile(app: AppModel, hasDark: boolean): string {
  const hasNavigation = app.pages.some((it) => it.spec.nav);
  const hasMenu = hasNavigation || app.auth || app.search !== null;
  const hasFooterLinks = app.pages.some(inFooter);
  const wide = navigationIsWide(app);
  const menu = code`
    <button
      type="button"
      aria-expanded={open}
      aria-controls="menu"
      aria-label={open ? 'Close the menu' : 'Open the menu'}
      onClick={() => setOpen(!open)}
      className="flex size-10 items-center justify-center rounded-md outline-current hover:underline md:hidden"
    >
      {open ? <X aria-hidden className="size-5" /> : <Menu aria-hidden className="size-5" />}
    </button>
    <div
      id="menu"
      className={\`\${open ? 'flex' : 'hidden'} w-full flex-col gap-1 pb-3 max-md:order-last ${wide ? 'md:contents' : 'md:flex md:w-auto md:min-w-0 md:flex-1 md:flex-row md:items-center md:py-2'}\`}
    >
      ${hasNavigation && '<Navigation />'}
      ${app.search && '<SearchField />'}
      ${app.auth && (hasNavigation ? '<AccountMenu />' : '<div className="grow" />\n<AccountMenu />')}
    </div>
  `;
  return file(code`
    ${hasMenu && "import { Menu, X } from 'lucide-react';"}
    import { useEffect${hasMenu && ', useState'} } from 'react';
    import { Link, Outlet, useLocation } from 'react-router';
    ${app.auth && "import { AccountMenu } from '@/components/account-menu';"}
    ${hasFooterLinks && "import { FooterLinks } from '@/components/footer-links';"}
    ${hasNavigation && "import { Navigation } from '@/components/navigation';"}
    ${hasDark && "import { ThemeToggle } from '@/components/theme-toggle';"}
    ${app.search && "import { SearchField } from '@/features/search/search-field';"}

    export function Layout() {
      ${hasMenu && 'const [open, setOpen] = useState(false);'}
      const { pathname } = useLocation();

      useEffect(() => {
        ${hasMenu && 'setOpen(false);'}
        window.scrollTo(0, 0);
      }, [pathname]);

      return (
        <div className="flex min-h-dvh flex-col">
          <a
            href="#content"
            className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-4 focus:py-2"
          >
            Skip to content
          </a>
          <header className="sticky top-0 z-40 bg-header text-on-header print:hidden">
            <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-2 px-4 sm:px-6 md:gap-x-6">
              <Link
                to="/"
                className="flex h-14 min-w-0 flex-1 items-center font-semibold tracking-tight outline-current${wide ? '' : ' md:max-w-80 md:flex-none'}"
              >
                <span className="truncate">${jsxText(app.spec.name)}</span>
              </Link>
              ${hasMenu && menu}
              ${hasDark && '<ThemeToggle />'}
            </div>
          </header>
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto w-full max-w-6xl grow px-4 py-8 outline-none sm:px-6 sm:py-10"
          >
            <Outlet />
          </main>
          <footer className="border-t border-border print:hidden">
            <div className="mx-auto flex max-w-6xl flex-wrap justify-between gap-x-12 gap-y-6 px-4 py-8 text-sm text-muted sm:px-6">
              <div className="max-w-xl min-w-0">
                <p className="font-medium break-words text-foreground">${jsxText(app.spec.name)}</p>
                <p className="mt-1 break-words">${jsxText(app.spec.tagline)}</p>
              </div>
              ${hasFooterLinks && '<FooterLinks />'}
            </div>
          </footer>
        </div>
      );
    }
  `);
}
