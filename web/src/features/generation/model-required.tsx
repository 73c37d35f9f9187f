import { Link } from '@tanstack/react-router';
import { Button, buttonClass } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { needsModel } from './modes.ts';
import { BUILTIN, type ModelSelection } from './use-model-choice.ts';

/** Whether the chosen model cannot do this. Not while it is unknown which models there are: the server then says. */
export function lacksModel(selection: ModelSelection, mode: Parameters<typeof needsModel>[0]): boolean {
  return needsModel(mode) && selection.chosen?.id === BUILTIN;
}

/** Why a change cannot be made yet, and the way to it. */
export function ModelRequired({ selection, what }: { selection: ModelSelection; what: string }) {
  const other = selection.others[0];
  if (other !== undefined) {
    return (
      <Notice
        actions={
          <Button size="sm" onClick={() => selection.choose(other.id)}>
            Use {other.label}
          </Button>
        }
      >
        {what} takes a language model. The built-in planner plans, makes new apps and changes their colours.
      </Notice>
    );
  }
  return (
    <Notice
      title={`${what} takes a language model`}
      actions={
        <Link to="/settings" hash="models" className={buttonClass('secondary', 'sm')}>
          Add a key
        </Link>
      }
    >
      Bring a key of OpenAI, Anthropic or another provider: an admin of the organization adds it in the settings. Until
      then new apps, plans and editing by hand work as they do now.
    </Notice>
  );
}
