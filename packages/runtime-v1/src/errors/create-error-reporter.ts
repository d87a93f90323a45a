import {
  defaultLogger,
  RuntimeError,
  systemClock,
  type Clock,
  type CopilotRuntimeHooks,
  type ErrorHookContext,
  type FailedRun,
} from '@flightdeck/core';
import type { CopilotRuntimeConstructorParams } from '../options/runtime-params.js';
import type {
  CopilotErrorEvent,
  CopilotErrorHandler,
  CopilotRequestContext,
  ReportError,
} from './copilot-error-event.js';
import { requestContext } from './error-context.js';
import { RunHookError } from './run-hook-error.js';

export interface ErrorReporter {
  /** For the parts of this package. Never throws, never blocks. */
  readonly report: ReportError;
  /** For `DispatcherOptions.hooks`; empty where nobody wants to hear. */
  readonly hooks: Pick<CopilotRuntimeHooks, 'onError'>;
}

/**
 * Tells `onError` of failures, each of them once: of agents, hooks, actions and factories, but not of
 * documented answers such as 404. v1.md 10.
 */
export function createErrorReporter(
  { onError, logger = defaultLogger(), clock: ownClock }: CopilotRuntimeConstructorParams,
  clock: Clock = ownClock ?? systemClock,
): ErrorReporter {
  if (onError === undefined) return { report: () => undefined, hooks: {} };
  const tellFailure = (failure: unknown): void => {
    logger.warn('onError of the runtime failed', failure);
  };
  const isTold = rememberTold();
  const report: ReportError = (error, context) => {
    if (isTold(error, context)) return;
    tell(onError, eventOf(error, context, clock.now()), tellFailure);
  };
  return { report, hooks: { onError: (failed) => report(...failureOf(failed)) } };
}

function eventOf(
  error: unknown,
  context: Partial<CopilotRequestContext>,
  timestamp: number,
): CopilotErrorEvent {
  return { type: 'error', timestamp, context: { source: 'runtime', ...context }, error };
}

/** Nobody waits for it, and what it throws is nobody's concern but the log's. */
function tell(
  handler: CopilotErrorHandler,
  event: CopilotErrorEvent,
  onFailure: (failure: unknown) => void,
): void {
  try {
    Promise.resolve(handler(event)).catch(onFailure);
  } catch (failure) {
    onFailure(failure);
  }
}

/** Whether an error was told already; the same object may fail several runs. */
function rememberTold(): (error: unknown, context: Partial<CopilotRequestContext>) => boolean {
  const told = new WeakMap<object, string>();
  return (error, { threadId = '', runId = '' }) => {
    if (typeof error !== 'object' || error === null || runId === '') return false;
    const run = JSON.stringify([threadId, runId]);
    if (told.get(error) === run) return true;
    told.set(error, run);
    return false;
  };
}

/** What has failed, by what core says of it. */
function failureOf(failed: ErrorHookContext): Parameters<ReportError> {
  const { error: thrown, route, request, path, startedAt } = failed;
  const inner = RuntimeError.is(thrown) && thrown.cause !== undefined ? thrown.cause : thrown;
  const hookError = inner instanceof RunHookError ? inner : undefined;
  const metadata =
    hookError === undefined
      ? { phase: phaseOf(failed) }
      : { phase: 'common', hook: hookError.hook };
  return [
    hookError === undefined ? inner : hookError.cause,
    {
      ...idsOf(failed, hookError),
      request: { ...requestContext(request, startedAt, path), operation: operationOf(route) },
      metadata,
    },
  ];
}

function idsOf(
  { run, route }: ErrorHookContext,
  hookError: RunHookError | undefined,
): Pick<CopilotRequestContext, 'threadId' | 'runId' | 'agent'> {
  const { threadId = route?.threadId, runId }: Partial<FailedRun> = run ?? hookError ?? {};
  const name = route?.agentId;
  return {
    ...(threadId === undefined ? {} : { threadId }),
    ...(runId === undefined ? {} : { runId }),
    ...(name === undefined ? {} : { agent: { name } }),
  };
}

function operationOf(route: ErrorHookContext['route']): string {
  return route?.method.replace('/', '.') ?? 'agent.run';
}

function phaseOf({ run, route }: ErrorHookContext): string {
  if (run !== undefined) return 'sse.subscription';
  return route?.method === 'agent/run' ? 'sse.factory' : 'common';
}
