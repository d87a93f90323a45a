import type { BaseEvent } from '@flightdeck/store';
import { Observable } from '../internal/observable.js';
import { runInProgress } from '../errors/wire-errors.js';
import { Transcript } from '../http/after-request.js';
import { forwardableHeaders } from '../http/forward-headers.js';
import type { FailedRun } from '../http/hooks.js';
import type { OperationContext } from '../http/operation.js';
import type { FrameSource, Reply } from '../http/reply.js';
import { sseReply } from '../http/sse-reply.js';
import { tapSource } from '../http/tap-source.js';
import { errorMessage } from '../internal/error-message.js';
import { createEventSource, type RunGuard } from '../runner/event-source.js';
import { eventsOf } from '../runner/frames-to-events.js';
import { RunEventTracker } from '../runs/run-event-tracker.js';
import { orFailure } from './load-agent.js';
import type { PreparedRun } from './prepare-run.js';

/** The text by which runners of upstream's kind say that a thread is busy. */
const BUSY = /already running/i;

/** Starts a run on a custom runner and streams what it reports; the stream always has a terminal event. */
export async function runCustom(context: OperationContext, prepared: PreparedRun): Promise<Reply> {
  const { agent, input } = prepared;
  const { threadId, runId } = input;
  const { runtime, identity } = context;
  const events = await orFailure(context, 'run agent', async () => {
    try {
      return await runtime.runner?.run({ threadId, agent, input, identity });
    } catch (error) {
      throw BUSY.test(errorMessage(error)) ? runInProgress() : error;
    }
  });
  const tracker = new RunEventTracker({
    threadId,
    runId,
    frontendTools: new Set(input.tools.map((tool) => tool.name)),
  });
  const started: BaseEvent = { type: 'RUN_STARTED', threadId, runId };
  return stream(context, events, { run: { tracker, started }, failed: { threadId, runId } });
}

/** Joins a thread of a custom runner. */
export async function connectCustom(context: OperationContext, threadId: string): Promise<Reply> {
  const { runtime, params, identity } = context;
  const headers = forwardableHeaders(runtime.settings.forwardHeaders, context.headers);
  const agentId = params.agentId ?? '';
  const events = await orFailure(context, 'run agent', async () =>
    runtime.runner?.connect({ threadId, agentId, headers, identity }),
  );
  return stream(context, events, {});
}

function stream(
  context: OperationContext,
  events: Observable<BaseEvent> | undefined,
  { run, failed }: { readonly run?: RunGuard; readonly failed?: FailedRun },
): Reply {
  const { runtime, recordStream, reportFailure } = context;
  const { keepAliveMs, clock, logger, isDevelopment, newId } = runtime.settings;
  const source = createEventSource(events ?? new Observable((observer) => observer.complete()), {
    ...(run === undefined ? {} : { run }),
    describe(error) {
      const reference = newId();
      logger.error('A custom runner failed', { reference, error });
      reportFailure(error, failed);
      return isDevelopment ? errorMessage(error) : `The agent failed (reference ${reference})`;
    },
  });
  return sseReply(recordStream === undefined ? source : recorded(source, recordStream), {
    keepAliveMs,
    clock,
  });
}

function recorded(
  source: FrameSource,
  recordStream: NonNullable<OperationContext['recordStream']>,
): FrameSource {
  const transcript = new Transcript();
  const sent: string[] = [];
  const { tapped, ended } = tapSource(source, (text) => {
    sent.push(text);
    for (const event of eventsOf(text)) transcript.observe(event);
  });
  const frames = async function* again(): AsyncGenerator<string, void> {
    yield* sent;
  };
  recordStream({ transcript, ended, frames });
  return tapped;
}
