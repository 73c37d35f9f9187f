import { Ban } from 'lucide-react';
import { IconButton } from '../../components/button.tsx';

interface Props<Kind extends string> {
  /** Names what is filtered: "messages". */
  what: string;
  /** Kind -> its name. */
  kinds: Readonly<Record<Kind, string>>;
  kind: Kind;
  onKind: (kind: Kind) => void;
  text: string;
  onText: (text: string) => void;
  onClear: () => void;
}

/** The line over a panel that narrows what it lists, and clears it. */
export function PanelFilter<Kind extends string>(props: Props<Kind>) {
  return (
    <div className="flex shrink-0 items-center gap-2 border-b px-2 py-1">
      <input
        type="search"
        aria-label={`Filter the ${props.what}`}
        placeholder="Filter"
        value={props.text}
        onChange={(event) => props.onText(event.target.value)}
        className="h-7 min-w-0 flex-1 rounded-md bg-sunken px-2.5 text-sm placeholder:text-ink-faint pointer-coarse:h-9"
      />
      <select
        aria-label={`Which ${props.what}`}
        value={props.kind}
        onChange={(event) => props.onKind(event.target.value as Kind)}
        className="h-7 max-w-[45%] rounded-md bg-sunken px-2 text-sm pointer-coarse:h-9"
      >
        {(Object.entries(props.kinds) as [Kind, string][]).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </select>
      <IconButton label={`Clear the ${props.what}`} size="sm" onClick={props.onClear}>
        <Ban className="size-4" aria-hidden />
      </IconButton>
    </div>
  );
}
