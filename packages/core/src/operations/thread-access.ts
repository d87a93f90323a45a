import { platformRequired, threadNotFound } from '../errors/wire-errors.js';
import type { OperationContext } from '../http/operation.js';
import type { RealtimeHub } from '../realtime/realtime-hub.js';
import { threadSourceOf, type ThreadSource } from '../runtime/thread-source.js';

const NOT_OFFERED =
  'Missing CopilotKitIntelligence configuration. Thread operations require a ' +
  'CopilotKitIntelligence instance to be provided in CopilotRuntime options.';

/** The runtime's threads. Throws the 422 that clients know where a custom runner keeps them to itself. */
export function threadsOf({ runtime }: OperationContext): ThreadSource {
  const source = threadSourceOf(runtime);
  if (source === null) throw platformRequired(NOT_OFFERED);
  return source;
}

/** The runtime's threads where they can be changed, else the same 422. */
export function mutableThreadsOf(context: OperationContext): ThreadSource {
  const source = threadsOf(context);
  if (!source.canMutate) throw platformRequired(NOT_OFFERED);
  return source;
}

export function threadsNotOffered(): Error {
  return platformRequired(NOT_OFFERED);
}

/** The hub, while sockets are served; whether the caller may know of threads is decided before. */
export function realtimeOf({ runtime }: OperationContext): RealtimeHub | null {
  return runtime.realtime?.isServed === true ? runtime.realtime : null;
}

/** Answers somebody else's thread with 404. A missing one passes: for reading, it is an empty thread. */
export async function refuseForeign(context: OperationContext): Promise<void> {
  const { runtime, scope, params } = context;
  const threadId = params.threadId ?? '';
  if (await runtime.engine?.store.threads.isForeign(scope, threadId))
    throw threadNotFound(threadId);
}
