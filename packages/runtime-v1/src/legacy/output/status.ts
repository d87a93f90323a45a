import { codeOfRunError, LegacyError } from '../wire/legacy-error.js';
import type { Status } from './patch-list.js';

export const MESSAGE_SUCCESS: Status = { __typename: 'SuccessMessageStatus', code: 'Success' };

export const RESPONSE_SUCCESS: Status = { __typename: 'SuccessResponseStatus', code: 'Success' };

export function messageFailed(reason: string): Status {
  return { __typename: 'FailedMessageStatus', code: 'Failed', reason };
}

/** How an answer ends with a run that failed; clients make their banner of it. v1.md 11.3. */
export function responseFailed(message: string, code: unknown): Status {
  const origin = typeof code === 'string' ? { originalErrorType: code } : {};
  const { extensions } = new LegacyError(codeOfRunError(code), message, origin);
  const originalError = { message, ...extensions, extensions };
  return failed('UNKNOWN_ERROR', { description: message, originalError });
}

/** How an answer ends whose run has not told its end. */
export function responseInterrupted(): Status {
  const description = 'The stream of the run was cut off';
  return failed('MESSAGE_STREAM_INTERRUPTED', { messageId: '', description });
}

function failed(reason: string, details: Readonly<Record<string, unknown>>): Status {
  return { __typename: 'FailedResponseStatus', code: 'Failed', reason, details };
}
