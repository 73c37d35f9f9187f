import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field, inputClass, PasswordField } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { showToast } from '../../components/toast.tsx';
import { toFailure } from '../../lib/failure.ts';
import { type ModelKey, useSetModelKey } from './model-key-queries.ts';

/** Providers with an address of their own; any other speaks the OpenAI protocol at an address that is given. */
const PROVIDERS: readonly { id: string; name: string }[] = [
  { id: 'anthropic', name: 'Anthropic' },
  { id: 'openai', name: 'OpenAI' },
  { id: 'xai', name: 'xAI' },
  { id: 'openrouter', name: 'OpenRouter' },
];
const OTHER = 'other';
/** Carry models of many makers, so that one has to be named. */
const namesModel = (choice: string) => choice === OTHER || choice === 'openrouter';

export function providerName(id: string): string {
  return PROVIDERS.find((provider) => provider.id === id)?.name ?? id;
}

interface Draft {
  choice: string;
  name: string;
  baseUrl: string;
  model: string;
  key: string;
}

const MODEL = /^\w[\w.:/@-]{0,119}$/;

/** What is wrong with what was typed, by field. The database has the last word. */
export function keyProblems({ choice, name, baseUrl, model, key }: Draft): Partial<Record<keyof Draft, string>> {
  const other = choice === OTHER;
  const problems: Partial<Record<keyof Draft, string>> = {};
  if (other && !/^[a-z][a-z0-9_-]{0,31}$/.test(name)) {
    problems.name = 'Lower-case letters, digits, - and _, starting with a letter.';
  }
  if (other && !/^https:\/\/[^\s/]+/.test(baseUrl)) problems.baseUrl = 'An address that starts with https://.';
  if (namesModel(choice) ? !MODEL.test(model) : model !== '' && !MODEL.test(model)) {
    problems.model = 'The name of the model as the provider writes it, such as qwen/qwen3-coder.';
  }
  if (!/^[!-~]{8,500}$/.test(key)) {
    problems.key = key === '' ? 'Paste the key.' : 'A key has 8 to 500 characters, without spaces.';
  }
  return problems;
}

/** Adds a key, or replaces the one that a provider has. What was typed is gone from the page once it is stored. */
export function ModelKeyForm({ orgId, known }: { orgId: string; known: readonly ModelKey[] }) {
  const id = useId();
  const empty: Draft = { choice: PROVIDERS[0]?.id ?? OTHER, name: '', baseUrl: '', model: '', key: '' };
  const [draft, setDraft] = useState(empty);
  const [tried, setTried] = useState(false);
  const set = useSetModelKey(orgId);
  const other = draft.choice === OTHER;
  const provider = other ? draft.name : draft.choice;
  const problems = tried ? keyProblems(draft) : {};
  const replaces = known.some((key) => key.provider === provider);
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    if (set.isError) set.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(keyProblems(draft)).length > 0) return;
    set.mutate(
      { provider, key: draft.key, baseUrl: other ? draft.baseUrl : undefined, model: draft.model || undefined },
      {
        onSuccess: () => {
          showToast(`The key of ${providerName(provider)} is stored.`);
          setDraft(empty);
          setTried(false);
        },
      },
    );
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-4" aria-label="Add a key">
      <div className="grid gap-1.5">
        <label htmlFor={`${id}-provider`} className="font-medium text-ink text-sm">
          Provider
        </label>
        <select
          id={`${id}-provider`}
          value={draft.choice}
          onChange={(event) => change({ choice: event.target.value })}
          className={inputClass}
        >
          {PROVIDERS.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.name}
            </option>
          ))}
          <option value={OTHER}>Another that speaks the OpenAI protocol</option>
        </select>
      </div>
      {other && (
        <>
          <Field
            label="Name"
            value={draft.name}
            onChange={(event) => change({ name: event.target.value.trim() })}
            error={problems.name}
            hint="What its models are called by, as in name/model."
            autoCapitalize="none"
            spellCheck={false}
          />
          <Field
            label="Address"
            type="url"
            inputMode="url"
            placeholder="https://models.example.com/v1"
            value={draft.baseUrl}
            onChange={(event) => change({ baseUrl: event.target.value.trim() })}
            error={problems.baseUrl}
            autoCapitalize="none"
            spellCheck={false}
          />
        </>
      )}
      <Field
        label={namesModel(draft.choice) ? 'Model' : 'Model (optional)'}
        value={draft.model}
        onChange={(event) => change({ model: event.target.value.trim() })}
        error={problems.model}
        hint={namesModel(draft.choice) ? undefined : 'Without one, the best that is known of the provider.'}
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        label="Key"
        autoComplete="off"
        value={draft.key}
        onChange={(event) => change({ key: event.target.value.trim() })}
        error={problems.key}
        hint="It is encrypted and cannot be read again, by nobody: only its last four characters are shown."
      />
      {set.error && <Notice tone="danger">{toFailure(set.error).message}</Notice>}
      <div>
        <Button type="submit" busy={set.isPending}>
          {replaces ? 'Replace the key' : 'Add the key'}
        </Button>
      </div>
    </form>
  );
}
