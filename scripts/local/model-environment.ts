/** The settings of models that a stack hands on to its functions. Keys are among them: they are never printed. */
import {
  ModelSettingsError,
  modelVariables,
  operatorModels,
  timeLimits,
} from '../../supabase/functions/_shared/models/settings.ts';
import { StartError } from './start-error.ts';

/** @throws StartError that names the variable that cannot be used */
export function modelEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  try {
    operatorModels(env);
    timeLimits(env);
  } catch (error) {
    throw error instanceof ModelSettingsError ? new StartError(error.message, { cause: error }) : error;
  }
  return Object.fromEntries(modelVariables(env).map((name) => [name, env[name] ?? '']));
}
