/** Why a job ends without what was asked for, for the person whose job it is. */
import { ApiError } from '../../../shared/errors.ts';

/** A failure with a reason for the person whose job it is. */
export class GenerationFailure extends Error {
  readonly code: string;
  /** Trying again may give something else. */
  readonly passing: boolean;

  constructor(code: string, message: string, passing = false) {
    super(message);
    this.name = 'GenerationFailure';
    this.code = code;
    this.passing = passing;
  }
}

/** This process has not enough time left for a call of a model; the job goes on in the next one. */
export class HandedOver extends GenerationFailure {
  constructor() {
    super('handed_over', 'This takes longer than one process may run. It goes on in the next one.', true);
  }
}

export function modelRequired(): GenerationFailure {
  return new GenerationFailure(
    'model_required',
    'Changes by description take a model, and none is set up here. Edit the files, or set one up.',
  );
}

export function describeFailure(error: unknown): { code: string; message: string; retry: boolean } {
  if (error instanceof GenerationFailure) return { code: error.code, message: error.message, retry: error.passing };
  if (error instanceof ApiError) {
    return { code: error.code, message: error.message, retry: error.status >= 500 || error.status === 429 };
  }
  return {
    code: 'internal_error',
    message: 'Something went wrong on our side while the app was being made. Nothing was charged.',
    retry: true,
  };
}
