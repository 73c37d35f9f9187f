import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../lib/class-names.ts';

export interface TabItem<Value extends string> {
  value: Value;
  label: ReactNode;
  icon?: ReactNode;
}

/** A row of tabs; panels are `TabPanel`s inside the same root. */
export function TabRoot<Value extends string>(props: {
  value: Value;
  onChange: (value: Value) => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Primitive.Root
      value={props.value}
      onValueChange={(value) => props.onChange(value as Value)}
      className={props.className ?? ''}
      activationMode="manual"
    >
      {props.children}
    </Primitive.Root>
  );
}

export function TabList<Value extends string>(props: {
  label: string;
  items: readonly TabItem<Value>[];
  className?: string;
}) {
  return (
    <Primitive.List aria-label={props.label} className={cn('flex items-center gap-1', props.className)}>
      {props.items.map((item) => (
        <Primitive.Trigger
          key={item.value}
          value={item.value}
          className={cn(
            'relative inline-flex h-8 items-center justify-center gap-1.5 rounded-md px-2.5 font-medium text-ink-muted text-sm transition-colors pointer-coarse:h-10',
            'hover:text-ink data-[state=active]:bg-hover data-[state=active]:text-ink [&_svg]:size-4',
          )}
        >
          {item.icon}
          {item.label}
        </Primitive.Trigger>
      ))}
    </Primitive.List>
  );
}

/** Kept mounted when it must keep its state (the preview, the editor). */
export function TabPanel(props: { value: string; keep?: boolean; className?: string; children: ReactNode }) {
  return (
    <Primitive.Content
      value={props.value}
      {...(props.keep ? { forceMount: true as const } : {})}
      className={cn('focus-visible:outline-none data-[state=inactive]:hidden', props.className)}
    >
      {props.children}
    </Primitive.Content>
  );
}
