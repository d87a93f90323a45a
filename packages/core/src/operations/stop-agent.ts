import type { StopResult } from '@flightdeck/store';
import { badRequest } from '../errors/wire-errors.js';
import type { Operation, OperationContext } from '../http/operation.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { RuntimeError } from '../errors/runtime-error.js';
import { loadAgent, orFailure } from './load-agent.js';
import { refuseForeign } from './thread-access.js';

/** `POST /agent/:agentId/stop/:threadId` with `{ runId }` or nothing, protocol.md 5.4. Answers at once. */
export const stopAgent: Operation = async (context) => {
  const runId = await readRunId(context);
  await loadAgent(context, 'stop agent');
  const threadId = context.params.threadId ?? '';
  const result = await orFailure(context, 'stop agent', () => stop(context, threadId, runId));
  return replyTo(result, threadId, runId);
};

async function readRunId({ body }: OperationContext): Promise<string | undefined> {
  const document = await readStopBody(body);
  if (document === undefined) return undefined;
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw badRequest('Invalid stop request');
  }
  if (Object.keys(document).some((key) => key !== 'runId'))
    throw badRequest('Invalid stop request');
  if (!('runId' in document)) return undefined;
  const { runId } = document;
  if (typeof runId !== 'string' || runId.trim() === '') throw badRequest('Invalid runId');
  return runId;
}

async function readStopBody(body: OperationContext['body']): Promise<unknown> {
  try {
    return await body.json();
  } catch (error) {
    if (RuntimeError.is(error) && error.code !== 'invalid_request') throw error;
    throw badRequest('Invalid stop request');
  }
}

async function stop(
  context: OperationContext,
  threadId: string,
  runId: string | undefined,
): Promise<StopResult> {
  const { runtime, scope } = context;
  const result = await stopThread(context, threadId, runId);
  if (result.kind === 'stopping') return result;
  const detached = runtime.detachedRuns.scopeOf(scope, threadId);
  if (detached !== undefined) return runtime.detachedEngine.stop(detached, threadId, runId);
  if (result.kind !== 'not-found') return result;
  // A thread that is missing has nothing to stop, as for every client; somebody else's is a 404.
  await refuseForeign(context);
  return { kind: 'not-running' };
}

async function stopThread(
  { runtime, scope, identity }: OperationContext,
  threadId: string,
  runId: string | undefined,
): Promise<StopResult> {
  if (runtime.engine !== null) return runtime.engine.stop(scope, threadId, runId);
  const request = { threadId, identity, ...(runId === undefined ? {} : { runId }) };
  const stopped = await runtime.runner?.stop(request);
  return stopped === true ? { kind: 'stopping', runId: runId ?? '' } : { kind: 'not-running' };
}

function replyTo(result: StopResult, threadId: string, runId: string | undefined): Reply {
  switch (result.kind) {
    case 'stopping':
      return jsonReply({
        stopped: true,
        interrupt: { type: 'RUN_ERROR', message: 'Run stopped by user', code: 'STOPPED' },
      });
    case 'other-run':
      return notStopped(`Run '${runId}' is not the active run for thread '${threadId}'.`);
    default:
      return notStopped(`No active run for thread '${threadId}'.`);
  }
}

function notStopped(message: string): Reply {
  return jsonReply({ stopped: false, message });
}
