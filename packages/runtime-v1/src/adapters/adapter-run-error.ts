import { AgentRunError } from '@flightdeck/agent';
import type { AdapterEvent } from './adapter-event.js';
import { AdapterMisuse } from './adapter-misuse.js';
import { convertServiceAdapterError } from './convert-service-adapter-error.js';

export interface AdapterRunError {
  /** What clients are told. */
  readonly message: string;
  readonly code: string;
  /** What the log is told. */
  readonly details: string;
  /** What `onError` is told. */
  readonly error: Error;
}

export interface AdapterFailureOptions {
  readonly adapterName: string;
  readonly isDevelopment: boolean;
}

/**
 * A failure of an adapter as clients are told of it: in development as it is, else by a fixed text, for
 * providers repeat keys and conversations in theirs. What an adapter does wrong itself holds neither.
 */
export function toRunError(
  error: unknown,
  { adapterName, isDevelopment }: AdapterFailureOptions,
): AdapterRunError {
  if (error instanceof AdapterMisuse) {
    const message = `${adapterName}: ${error.message}`;
    return { message, code: 'MISUSE', details: message, error };
  }
  // That of an adapter of ours, which another one has asked.
  const isOfAgent = error instanceof AgentRunError;
  const failure = isOfAgent ? error : convertServiceAdapterError(error, adapterName);
  const { message, code } = failure;
  const shown = isDevelopment ? message : `${adapterName} could not answer.`;
  return { message: shown, code, details: message, error: failure };
}

const BEHIND = new WeakMap<object, Error>();

/** A RUN_ERROR for clients, which {@link errorBehind} knows the failure of. */
export function runErrorEvent({ message, code, error }: AdapterRunError): AdapterEvent {
  const event = { type: 'RUN_ERROR', message, code };
  BEHIND.set(event, error);
  return event;
}

/** The failure that an event tells clients of, who do not see all of it; `undefined` for other events. */
export function errorBehind(event: object): Error | undefined {
  return BEHIND.get(event);
}
