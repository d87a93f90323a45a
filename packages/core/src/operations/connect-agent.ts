import { Transcript, type StreamRecord } from '../http/after-request.js';
import { singleFrame } from '../http/deferred-source.js';
import type { Operation, OperationContext } from '../http/operation.js';
import { parseRunInput, readResumeFields } from '../http/parse-run-input.js';
import type { FrameSource } from '../http/reply.js';
import { sseReply } from '../http/sse-reply.js';
import { tapSource, textsOf } from '../http/tap-source.js';
import { eventsOf } from '../runner/frames-to-events.js';
import { connectThread, type ConnectRequest } from '../runs/connect-thread.js';
import type { RunEngine } from '../runs/run-engine.js';
import { loadAgent } from './load-agent.js';
import { connectCustom } from './run-custom.js';

/**
 * `POST /agent/:agentId/connect`, protocol.md 5.3: what a thread holds, then its active run live.
 * An unknown thread is an empty stream.
 */
export const connectAgent: Operation = async (context) => {
  const { runtime, scope } = context;
  await loadAgent(context, 'run agent');
  const { newId, keepAliveMs, clock, logger } = runtime.settings;
  const { engine } = runtime;
  const body = await context.body.json();
  const { threadId } = parseRunInput(body, newId);
  if (engine === null) return connectCustom(context, threadId);
  const request = { scope, threadId, ...resumeWishes(context, body) };
  const connection = await connectThread(engine, request, logger);
  const sse = { keepAliveMs, clock };
  if (connection === null) return sseReply(singleFrame(''), sse);
  const { source, shape, cursor } = connection;
  const headers = { 'x-replay': shape, 'x-thread-cursor': cursor };
  return sseReply(recorded(context, { engine, request, source }), sse, headers);
};

/** Cursor sources in the order of durability.md 7.2: the header, the query, the body. */
function resumeWishes(
  { headers, query }: OperationContext,
  body: unknown,
): Pick<ConnectRequest, 'cursor' | 'canResume' | 'hasMessages'> {
  const { lastSeenEventId, hasMessages } = readResumeFields(body);
  const cursor = headers.get('last-event-id') ?? query.get('cursor') ?? lastSeenEventId;
  const canResume = headers.get('accept-resume') === '1';
  return { hasMessages, canResume, ...(cursor === undefined ? {} : { cursor }) };
}

interface Connected {
  readonly engine: RunEngine;
  readonly request: ConnectRequest;
  readonly source: FrameSource;
}

/** The same stream, listened to where `afterRequestMiddleware` waits for what it says. */
function recorded(
  { runtime, recordStream }: OperationContext,
  { engine, request, source }: Connected,
): FrameSource {
  if (recordStream === undefined) return source;
  const transcript = new Transcript();
  const { tapped, ended } = tapSource(source, (text) => {
    for (const event of eventsOf(text)) transcript.observe(event);
  });
  const frames: StreamRecord['frames'] = async function* again() {
    const connection = await connectThread(engine, request, runtime.settings.logger);
    if (connection !== null) yield* textsOf(connection.source);
  };
  recordStream({ transcript, ended, frames });
  return tapped;
}
