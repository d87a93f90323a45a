import type { CopilotRuntimeHooks } from '@flightdeck/core';
import type { CopilotRuntimeConstructorParams } from '../options/runtime-params.js';
import type { V1Request } from '../run/v1-request.js';
import type { CopilotRequestContext, ReportError } from './copilot-error-event.js';

export interface ErrorReporter {
  /** For the parts of this package. Never throws, never blocks. */
  readonly report: ReportError;
  /** For `DispatcherOptions.hooks`; empty where nobody wants to hear. */
  readonly hooks: Pick<CopilotRuntimeHooks, 'onError'>;
}

/** Tells `onError` of failures, each of them once. v1.md 10. */
export function createErrorReporter(
  _params: CopilotRuntimeConstructorParams,
  _now: () => number = () => Date.now(),
): ErrorReporter {
  return { report: () => undefined, hooks: {} };
}

/** What `onError` is told of a request: ids, agent, address and headers without secrets. */
export function errorContextOf(
  _request: V1Request,
  _now: () => number = () => Date.now(),
): Pick<CopilotRequestContext, 'threadId' | 'runId' | 'agent' | 'request'> {
  return {};
}
