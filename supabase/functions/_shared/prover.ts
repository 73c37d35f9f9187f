/**
 * Asks the prover, where there is one at hand: a Postgres on which the probes of `shared/prove` run. The local stack has
 * one; on a hosted project there is no room for it, and what the parsed SQL says is all.
 *
 * `TRELLIS_PROVER_URL` and `TRELLIS_PROVER_TOKEN` say where it is.
 */
import process from 'node:process';
import { errorBody } from '../../../shared/errors.ts';
import type { ProofReport } from '../../../shared/prove/report.ts';
import { type ProofRequest, proofAnswer } from '../../../shared/prove/request.ts';

export interface Unproven {
  reason: string;
  /** It is the SQL's own doing: it takes more time or memory than a proof may. */
  excessive?: boolean;
}

/** The proof, or why there is none. Never fails: a version is then checked without it, and says so. */
export type Prover = (request: ProofRequest) => Promise<ProofReport | Unproven>;

/** A proof has 10 s, and may wait for others and for a Postgres that starts. */
const TIMEOUT_MS = 45_000;

export interface ProverEnvironment {
  TRELLIS_PROVER_URL?: string | undefined;
  TRELLIS_PROVER_TOKEN?: string | undefined;
}

export function createProver(
  environment: ProverEnvironment = process.env as ProverEnvironment,
  timeoutMs: number = TIMEOUT_MS,
): Prover {
  const { TRELLIS_PROVER_URL: url, TRELLIS_PROVER_TOKEN: token = '' } = environment;
  if (!url) return async () => ({ reason: 'There is no database here to try it on.' });
  return async (request) => {
    const body = JSON.stringify(request);
    const limit = AbortSignal.timeout(timeoutMs);
    const first = await ask(url, token, body, limit);
    return 'again' in first ? ask(url, token, body, limit) : first;
  };
}

async function ask(
  url: string,
  token: string,
  body: string,
  signal: AbortSignal,
): Promise<ProofReport | (Unproven & { again?: true })> {
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    if (response.ok) return proofAnswer.parse(await response.json()).report;
    const refusal = errorBody.safeParse(await response.json().catch(() => null));
    if (!refusal.success) return { reason: `The prover answered ${response.status}.`, again: true };
    const { code, message } = refusal.data.error;
    if (response.status >= 500) return { reason: message, again: true };
    return { reason: message, excessive: code === 'proof_timeout' || code === 'proof_memory' };
  } catch (error) {
    if (signal.aborted) return { reason: 'The prover did not answer in time.' };
    console.error(`prover: ${error instanceof Error ? error.message : error}`);
    return { reason: 'The prover did not answer.', again: true };
  }
}
