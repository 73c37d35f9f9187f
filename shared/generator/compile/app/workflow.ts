/** `<entity>-steps.tsx`: the steps a row can take next, as buttons for whoever may take them. */
import type { AppModel, EntityModel } from '../model.ts';
import type { WorkflowModel } from '../model-transactions.ts';
import { code, file, jsString } from '../source-text.ts';

export function stepsFile(app: AppModel, it: EntityModel, { field, steps }: WorkflowModel): string {
  const byAdmin = steps.some((step) => step.by === 'admin') && app.admins;
  const byOwner = steps.some((step) => step.by === 'owner');
  const isOwner = it.access === 'team' ? 'session !== null' : it.owned ? 'session?.user.id === row.owner_id' : 'false';
  const who = byAdmin && byOwner ? "(step.by === 'admin' ? isAdmin : isOwner)" : byAdmin ? 'isAdmin' : 'isOwner';
  const session = [...(byOwner ? ['session'] : []), ...(byAdmin ? ['isAdmin'] : [])].join(', ');
  const values = steps.map(
    (step) =>
      `{ from: [${step.from.map((from) => `'${from}'`).join(', ')}], to: '${step.to}', by: '${step.by}', label: ${jsString(step.label)} },`,
  );
  return file(code`
    import { useState } from 'react';
    import { Button } from '@/components/button';
    import { useToast } from '@/components/toast';
    import { useSession } from '@/features/auth/session';
    import type { Row } from '@/lib/database.types';
    import { messageOf } from '@/lib/errors';
    import { supabase } from '@/lib/supabase';

    type Value = Row<'${it.table}'>['${field.column}'];
    type Step = { from: readonly Value[]; to: Value; by: 'owner' | 'admin'; label: string };

    /** The database refuses every other step, and these to everybody else. */
    const STEPS: readonly Step[] = [
      ${values}
    ];

    async function take(id: string, to: Value) {
      const { error } = await supabase
        .from('${it.table}')
        .update({ ${field.column}: to })
        .eq('id', id)
        .select('id')
        .single();
      if (error) throw error;
    }

    type ${it.type}StepsProps = { row: Row<'${it.table}'>; onDone: () => void };

    export function ${it.type}Steps({ row, onDone }: ${it.type}StepsProps) {
      const { ${session} } = useSession();
      const toast = useToast();
      const [taking, setTaking] = useState(false);
      const [failure, setFailure] = useState<string | null>(null);
      ${byOwner && `const isOwner = ${isOwner};`}
      // An admin's own row may lead to the same value by two steps: one button is enough.
      const open = STEPS.filter((step) => step.from.includes(row.${field.column}) && ${who}).filter(
        (step, at, all) => all.findIndex((other) => other.to === step.to) === at,
      );

      async function onTake(step: Step) {
        setTaking(true);
        setFailure(null);
        try {
          await take(row.id, step.to);
          toast('Saved.');
          onDone();
        } catch (reason) {
          setFailure(messageOf(reason));
        } finally {
          setTaking(false);
        }
      }

      if (open.length === 0) return null;
      return (
        <>
          {open.map((step) => (
            <Button key={step.to} disabled={taking} onClick={() => onTake(step)}>
              {step.label}
            </Button>
          ))}
          {failure && (
            <p role="alert" className="self-center text-sm text-danger">
              {failure}
            </p>
          )}
        </>
      );
    }
  `);
}
