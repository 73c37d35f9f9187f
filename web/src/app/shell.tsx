import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Logo, LogoMark } from '../components/logo.tsx';
import { profileQuery } from '../features/settings/queries.ts';
import { useUserId } from '../lib/session.ts';
import { setTheme } from '../lib/theme.ts';
import { useLiveChanges } from './use-live-changes.ts';
import { UserMenu } from './user-menu.tsx';

const LINKS = [
  { to: '/', label: 'Projects' },
  { to: '/jobs', label: 'Jobs' },
  { to: '/settings', label: 'Settings' },
] as const;

/** The frame of every page but the workspace: the mark, the few places to go, and who is signed in. */
export function Shell() {
  const userId = useUserId();
  const profile = useQuery(profileQuery(userId));
  const theme = profile.data?.theme;
  useLiveChanges(userId);
  // The profile's theme arrives on a device that has not seen this person before.
  useEffect(() => {
    if (theme !== undefined) setTheme(theme);
  }, [theme]);
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-raised px-3 py-2 font-medium text-sm shadow-pop focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 border-b bg-canvas/90 backdrop-blur">
        <div className="mx-auto flex h-13 max-w-6xl items-center gap-2 px-4 sm:gap-6 sm:px-6">
          <Link to="/" aria-label="Trellis, your projects" className="inline-flex items-center rounded-md max-sm:mr-1">
            <span className="max-sm:hidden">
              <Logo />
            </span>
            <LogoMark className="sm:hidden" />
          </Link>
          <nav aria-label="Main" className="flex flex-1 items-center gap-0.5">
            {LINKS.map((link) => (
              <Link
                key={link.to}
                to={link.to}
                activeOptions={{ exact: link.to === '/', includeSearch: false }}
                className="inline-flex h-8 items-center rounded-md px-2.5 font-medium text-ink-muted text-sm transition-colors hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:text-ink pointer-coarse:h-10"
              >
                {link.label}
              </Link>
            ))}
          </nav>
          <UserMenu name={profile.data?.displayName} />
        </div>
      </header>
      <main id="main" className="flex flex-1 flex-col">
        <Outlet />
      </main>
    </div>
  );
}
