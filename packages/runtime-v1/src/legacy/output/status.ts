import { codeOfRunError, LegacyError } from '../wire/legacy-error.js';
import type { PatchError, Status } from './patch-list.js';

export const MESSAGE_SUCCESS: Status = { __typename: 'SuccessMessageStatus', code: 'Success' };

export const RESPONSE_SUCCESS: Status = { __typename: 'SuccessResponseStatus', code: 'Success' };

/** How an answer ends that is not complete: for its open messages, and as a whole. */
export interface Failure {
  readonly message: Status;
  readonly response: Status;
  readonly error: PatchError;
}

/** The end of a run that failed; clients make their banner of it. v1.md 11.3. */
export function failureOf(description: string, code: unknown): Failure {
  const origin = typeof code === 'string' ? { originalErrorType: code } : {};
  const error = new LegacyError(codeOfRunError(code), description, origin);
  const { extensions } = error;
  const originalError = { message: description, ...extensions, extensions };
  return failure('UNKNOWN_ERROR', { description, originalError }, error);
}

/** The end of a stream that has not told how its run ended. */
export function interruption(): Failure {
  const error = new LegacyError('NETWORK_ERROR', 'The answer was cut off');
  const details = { messageId: '', description: error.message };
  return failure('MESSAGE_STREAM_INTERRUPTED', details, error);
}

function failure(
  reason: string,
  details: Readonly<Record<string, unknown>>,
  { message, extensions }: LegacyError,
): Failure {
  return {
    message: { __typename: 'FailedMessageStatus', code: 'Failed', reason: message },
    response: { __typename: 'FailedResponseStatus', code: 'Failed', reason, details },
    error: { message, extensions: { ...extensions } },
  };
}
