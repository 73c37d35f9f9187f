import { Monitor, Moon, Sun } from 'lucide-react';
import { cn } from '../../lib/class-names.ts';
import { THEMES, type Theme, useTheme } from '../../lib/theme.ts';
import { useSaveProfile } from './queries.ts';

const CHOICES: Record<Theme, { label: string; icon: typeof Sun }> = {
  system: { label: 'System', icon: Monitor },
  light: { label: 'Light', icon: Sun },
  dark: { label: 'Dark', icon: Moon },
};

/** Light, dark or the system's: shown at once, kept here and in the profile. */
export function ThemeChoice({ userId }: { userId: string }) {
  const theme = useTheme();
  const save = useSaveProfile(userId);
  return (
    <fieldset className="flex w-fit gap-1 rounded-lg border bg-sunken p-1">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((value) => {
        const { label, icon: Icon } = CHOICES[value];
        return (
          <label
            key={value}
            className={cn(
              'flex h-8 cursor-pointer items-center gap-1.5 rounded-md px-3 font-medium text-sm transition-colors pointer-coarse:h-10',
              'has-focus-visible:outline-2 has-focus-visible:outline-accent',
              theme === value ? 'bg-surface text-ink shadow-lift' : 'text-ink-muted hover:text-ink',
            )}
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={theme === value}
              onChange={() => save.mutate({ theme: value })}
              className="sr-only"
            />
            <Icon className="size-4" aria-hidden />
            {label}
          </label>
        );
      })}
    </fieldset>
  );
}
