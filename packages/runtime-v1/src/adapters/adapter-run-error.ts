import { AgentRunError } from '@flightdeck/agent';
import { AdapterMisuse } from './adapter-misuse.js';
import { convertServiceAdapterError } from './convert-service-adapter-error.js';

export interface AdapterRunError {
  /** What clients are told. */
  readonly message: string;
  readonly code: string;
  /** What the log is told. */
  readonly details: string;
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
    return { message, code: 'MISUSE', details: message };
  }
  // That of an adapter of ours, which another one has asked.
  const isOfAgent = error instanceof AgentRunError;
  const { message, code } = isOfAgent ? error : convertServiceAdapterError(error, adapterName);
  const shown = isDevelopment ? message : `${adapterName} could not answer.`;
  return { message: shown, code, details: message };
}
