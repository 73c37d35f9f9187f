import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Field } from '../../../components/field.tsx';

interface Props {
  title: string;
  submitLabel: string;
  initial: string;
  onClose: () => void;
  /** @throws Error whose message says why the path cannot be had. */
  onSubmit: (path: string) => void;
}

/** Asks for a path; what is wrong with it is said beside the field. */
export function PathDialog({ title, submitLabel, initial, onClose, onSubmit }: Props) {
  const formId = useId();
  const [path, setPath] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    try {
      onSubmit(path.trim());
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary">
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit}>
        <Field
          label="Path"
          value={path}
          onChange={(event) => {
            setPath(event.target.value);
            setProblem(undefined);
          }}
          error={problem}
          hint="Folders are made as needed, e.g. src/components/badge.tsx"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono text-sm"
        />
      </form>
    </Dialog>
  );
}
