import { RuntimeError } from '../errors/runtime-error.js';
import { Transcript } from '../http/after-request.js';
import { deferredSource, singleFrame } from '../http/deferred-source.js';
import type { Operation, OperationContext } from '../http/operation.js';
import type { FrameSource, Reply } from '../http/reply.js';
import { sseReply } from '../http/sse-reply.js';
import type { CopilotRuntime } from '../runtime/copilot-runtime.js';
import type { RunEngine } from '../runs/run-engine.js';
import type { RunErrorCode } from '../runs/run-error-code.js';
import type { RunExecution } from '../runs/run-execution.js';
import { joinFrames, storedFrames, toUnnumberedFrame } from '../runs/thread-frames.js';
import { nameThread } from './name-thread.js';
import { observeRun } from './observe-run.js';
import { prepareRun, type PreparedRun } from './prepare-run.js';
import { runCustom } from './run-custom.js';
import { isDetachedRun, runDetached } from './suggest.js';
import { withMiddlewares } from './with-middlewares.js';

/** How long a queued run may take to start before its head is sent without knowing whether it will. */
const QUEUE_HEAD_START_MS = 50;

/** `POST /agent/:agentId/run`, protocol.md 5.2: starts a run and streams it. */
export const runAgent: Operation = async (context) => {
  const asked = await prepareRun(context);
  if (isDetachedRun(asked.input)) return runDetached(context, asked);
  const { engine, settings } = context.runtime;
  const prepared = withMiddlewares(context, asked);
  // What a user interface asks of its server is no part of the conversation.
  if (settings.middlewares.isAside(asked.input)) return runDetached(context, prepared);
  return engine === null ? runCustom(context, prepared) : runOnEngine(context, engine, prepared);
};

async function runOnEngine(
  context: OperationContext,
  engine: RunEngine,
  prepared: PreparedRun,
): Promise<Reply> {
  const { runtime, scope, recordStream } = context;
  const { runPolicy, historyOf, clock, keepAliveMs } = runtime.settings;
  const transcript = recordStream === undefined ? undefined : new Transcript();
  const observer = observeRun(context, prepared, transcript);
  const { agentId, agent, input } = prepared;
  const started = engine.start({
    scope,
    agentId,
    agent,
    input,
    policy: runPolicy,
    observer,
    history: historyOf(agentId),
  });
  nameThread(context, prepared, started);
  const source =
    runPolicy.onBusy === 'enqueue'
      ? await queuedSource(context, engine, started)
      : engine.watch(await started);
  if (transcript !== undefined) {
    const settled = started.then((run) => run.ended);
    recordStream?.({
      transcript,
      ended: settled.catch(() => undefined),
      frames: () => framesOfRun(engine, started),
    });
  }
  return sseReply(source, { keepAliveMs, clock });
}

/**
 * A run that must wait for its thread: what is wrong with it at once is still a status, but its
 * client gets the head of the stream before its watchdog gives up.
 */
async function queuedSource(
  { runtime }: OperationContext,
  engine: RunEngine,
  started: Promise<RunExecution>,
): Promise<FrameSource> {
  const { clock } = runtime.settings;
  const source = started.then((execution) => engine.watch(execution));
  const headStart = new Promise<null>((resolve) => {
    clock.after(QUEUE_HEAD_START_MS, () => resolve(null));
  });
  const atOnce = await Promise.race([source, headStart]);
  return atOnce ?? deferredSource(source.catch((error: unknown) => failedSource(runtime, error)));
}

/** Why a queued run never started, as the stream that its client is already reading. */
function failedSource(runtime: CopilotRuntime, error: unknown): FrameSource {
  const code = failureCode(runtime, error);
  const message = RuntimeError.is(error) ? error.message : 'The run could not be started';
  return singleFrame(toUnnumberedFrame({ type: 'RUN_ERROR', message, code }));
}

function failureCode({ isShuttingDown }: CopilotRuntime, error: unknown): RunErrorCode {
  if (RuntimeError.is(error) && error.code === 'run_in_progress') return 'ENQUEUE_TIMEOUT';
  if (RuntimeError.is(error) && error.code === 'already_answered') return 'ALREADY_ANSWERED';
  if (RuntimeError.is(error) && error.code !== 'unavailable') return 'RUN_REFUSED';
  return isShuttingDown ? 'SERVER_SHUTDOWN' : 'STORE_UNAVAILABLE';
}

async function* framesOfRun(
  { store }: RunEngine,
  started: Promise<RunExecution>,
): AsyncGenerator<string, void> {
  const execution = await started.catch(() => null);
  if (execution !== null) yield* joinFrames(storedFrames(store, execution, 0));
}
