import type { RunAgentInput } from '@flightdeck/store';
import { Transcript } from '../http/after-request.js';
import type { Operation, OperationContext } from '../http/operation.js';
import type { Reply } from '../http/reply.js';
import { sseReply } from '../http/sse-reply.js';
import { toUnnumberedFrame } from '../runs/thread-frames.js';
import { observeRun } from './observe-run.js';
import { prepareRun, type PreparedRun } from './prepare-run.js';

const SUGGEST_TOOL = 'copilotkitSuggest';

/** `POST /agent/:agentId/suggest`, protocol.md 5.5: a run that belongs to no thread and ends with its reader. */
export const suggest: Operation = async (context) =>
  runDetached(context, await prepareRun(context));

/**
 * Whether a run is one of the client's suggestions in disguise: on a single-route mount it sends
 * them as `agent/run` on a random thread, which would fill the thread list.
 */
export function isDetachedRun({ forwardedProps, tools }: RunAgentInput): boolean {
  if (tools.length !== 1 || tools[0]?.name !== SUGGEST_TOOL) return false;
  if (typeof forwardedProps !== 'object' || forwardedProps === null) return false;
  const { toolChoice } = forwardedProps as { toolChoice?: { function?: { name?: unknown } } };
  return toolChoice?.function?.name === SUGGEST_TOOL;
}

/** Runs on the runtime's own throw-away store, so that limits, closers and back-pressure are the same. */
export async function runDetached(
  context: OperationContext,
  prepared: PreparedRun,
): Promise<Reply> {
  const { runtime, recordStream } = context;
  const { detachedEngine: engine, detachedRuns, settings } = runtime;
  const { threadId } = prepared.input;
  // A tenant of its own: nobody else can name this thread, whatever id the client has chosen.
  const scope = { tenantId: settings.newId(), userId: null };
  const transcript = recordStream === undefined ? undefined : new Transcript();
  const { onEvent, onFailure } = observeRun(context, prepared, transcript);
  const said: string[] = [];
  const policy = { ...settings.runPolicy, onBusy: 'reject', onDisconnect: 'cancel' } as const;
  const execution = await engine.start({
    ...prepared,
    scope,
    policy,
    echoInput: false,
    observer: {
      onEvent(event) {
        onEvent?.(event);
        if (transcript !== undefined) said.push(toUnnumberedFrame(event));
      },
      ...(onFailure === undefined ? {} : { onFailure }),
    },
  });
  const drop = detachedRuns.add(context.scope, threadId, scope);
  if (transcript !== undefined) {
    const { ended } = execution;
    recordStream?.({
      transcript,
      ended,
      frames: async function* frames() {
        yield* said;
      },
    });
  }
  const forget = async (): Promise<void> => {
    await execution.ended;
    drop();
    await engine.store.threads.remove(scope, threadId);
  };
  const source = engine.watch(execution, () => void forget());
  return sseReply(source, { keepAliveMs: settings.keepAliveMs, clock: settings.clock });
}
