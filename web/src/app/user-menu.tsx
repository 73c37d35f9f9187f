import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LogOut, Settings } from 'lucide-react';
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '../components/menu.tsx';
import { showToast } from '../components/toast.tsx';
import { toAuthFailure } from '../features/auth/auth-failure.ts';
import { signOut } from '../features/auth/queries.ts';
import { useSession } from '../lib/session.ts';

/** Who is signed in, and the way out. */
export function UserMenu({ name }: { name: string | undefined }) {
  const { session } = useSession();
  const email = session?.user.email ?? '';
  const leave = useMutation({
    mutationFn: signOut,
    onError: (error) => showToast(`You are still signed in. ${toAuthFailure(error).message}`, 'danger'),
  });
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label="Account"
          className="inline-flex size-8 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-text text-sm uppercase pointer-coarse:size-10"
        >
          {(name ?? email).slice(0, 1)}
        </button>
      }
    >
      <MenuLabel>
        {name && <span className="block font-medium text-ink text-sm">{name}</span>}
        <span className="block max-w-60 truncate">{email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuLink>
        <Link to="/settings">
          <Settings aria-hidden />
          Settings
        </Link>
      </MenuLink>
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => leave.mutate()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
