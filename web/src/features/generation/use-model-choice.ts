import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { readStored, writeStored } from '../../lib/storage.ts';
import { type ModelChoice, modelsQuery } from './queries.ts';

const STORAGE_KEY = 'trellis.model';
export const BUILTIN = 'builtin';

export interface ModelSelection {
  /** Empty while they are being read, and when that failed: then the server chooses. */
  readonly models: readonly ModelChoice[];
  /** Undefined while it is not known. */
  readonly chosen: ModelChoice | undefined;
  /** Models that are not the built-in planner. */
  readonly others: readonly ModelChoice[];
  choose(id: string): void;
}

/** Which model is asked: the one that was chosen last in this browser where it can still be chosen, else the first. */
export function useModelChoice(orgId: string | undefined): ModelSelection {
  const models = useQuery({ ...modelsQuery(orgId ?? ''), enabled: orgId !== undefined }).data ?? [];
  const [wanted, setWanted] = useState(() => readStored(STORAGE_KEY));
  return {
    models,
    chosen: models.find(({ id }) => id === wanted) ?? models[0],
    others: models.filter(({ id }) => id !== BUILTIN),
    choose(id) {
      setWanted(id);
      writeStored(STORAGE_KEY, id);
    },
  };
}
