import { RemoteError } from './remote-error.js';

/** Why a server could not be used, for the log: the errors of others may hold anything. */
export function describeProblem(error: unknown): string {
  if (error instanceof RemoteError) return error.message;
  return error instanceof Error ? error.name : 'something was thrown';
}
