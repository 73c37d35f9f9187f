import { DropdownMenu as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../lib/class-names.ts';

/** A menu that opens from its trigger. Arrow keys, typing a letter and Escape work as in every menu. */
export function Menu(props: { trigger: ReactNode; children: ReactNode; align?: 'start' | 'end' }) {
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{props.trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={props.align ?? 'end'}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-44 animate-rise rounded-lg border bg-raised p-1 shadow-pop focus:outline-none"
        >
          {props.children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

const itemClass =
  'flex min-h-8 select-none items-center gap-2 rounded-md px-2 text-sm outline-none pointer-coarse:min-h-10 data-highlighted:bg-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:text-ink-faint';

export function MenuItem(props: {
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Primitive.Item
      disabled={props.disabled ?? false}
      onSelect={props.onSelect}
      className={cn(itemClass, props.danger && 'text-danger-text [&_svg]:text-danger-text')}
    >
      {props.icon}
      {props.children}
    </Primitive.Item>
  );
}

/** A menu item that is a link: middle click and "open in new tab" keep working. */
export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <Primitive.Item asChild className={itemClass}>
      {children}
    </Primitive.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Primitive.Label className="px-2 py-1.5 text-ink-faint text-xs">{children}</Primitive.Label>;
}

export function MenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 border-t" />;
}
