import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button, IconButton } from './button.tsx';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  footer: ReactNode;
}

export function Dialog(props: DialogProps) {
  return (
    <Primitive.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
        <Primitive.Content
          {...(props.description ? {} : { 'aria-describedby': undefined })}
          className="fixed inset-x-4 top-[max(1rem,14vh)] z-50 mx-auto max-h-[80dvh] max-w-md animate-rise overflow-y-auto rounded-xl border bg-raised shadow-pop focus:outline-none"
        >
          <div className="flex items-start gap-3 px-5 pt-4">
            <Primitive.Title className="flex-1 pt-1 font-semibold text-lg">{props.title}</Primitive.Title>
            <Primitive.Close asChild>
              <IconButton label="Close" className="-mr-2">
                <X className="size-4" aria-hidden />
              </IconButton>
            </Primitive.Close>
          </div>
          <div className="grid gap-4 px-5 pt-1 pb-5">
            {props.description && (
              <Primitive.Description asChild>
                <div className="text-ink-muted">{props.description}</div>
              </Primitive.Description>
            )}
            {props.children}
          </div>
          <div className="flex justify-end gap-2 border-t px-5 py-3">{props.footer}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface ConfirmProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
}

/** Asks before something that cannot be taken back, or that changes what others see. */
export function ConfirmDialog(props: ConfirmProps) {
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.title}
      description={props.description}
      footer={
        <>
          <Button onClick={() => props.onOpenChange(false)}>Cancel</Button>
          <Button variant={props.danger ? 'danger' : 'primary'} busy={props.busy ?? false} onClick={props.onConfirm}>
            {props.confirmLabel}
          </Button>
        </>
      }
    />
  );
}
