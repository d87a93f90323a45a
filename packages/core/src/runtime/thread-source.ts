import type { BaseEvent, Message, Scope, ThreadPatch, ThreadQuery } from '@flightdeck/store';
import {
  supportsLocalThreadEndpoints,
  type AgentRunner,
  type LocalThreadEndpointRecord,
  type LocalThreadEndpointRunner,
} from '../runner/agent-runner.js';
import { toLocalRecord } from '../runner/local-record.js';
import { foldEvents } from '../runs/fold-events.js';
import type { RunEngine } from '../runs/run-engine.js';
import type { CopilotRuntime } from './copilot-runtime.js';

export interface ThreadContents {
  readonly messages: readonly Message[];
  readonly state: unknown;
}

/** Where the thread routes get their data. `null` is a thread that does not exist or is not the caller's. */
export interface ThreadSource {
  readonly canMutate: boolean;
  list(
    scope: Scope,
    query: ThreadQuery,
  ): Promise<{
    readonly threads: readonly LocalThreadEndpointRecord[];
    readonly nextCursor: string | null;
  }>;
  /** Each event as JSON text, compacted. */
  events(scope: Scope, threadId: string): Promise<readonly string[] | null>;
  contents(scope: Scope, threadId: string): Promise<ThreadContents | null>;
  update(
    scope: Scope,
    threadId: string,
    patch: ThreadPatch,
  ): Promise<LocalThreadEndpointRecord | null>;
  remove(scope: Scope, threadId: string): Promise<boolean>;
  clear(scope: Scope): Promise<void>;
}

/** What there is to have of a runtime's threads, without making their source. */
export function threadAbilitiesOf(runtime: CopilotRuntime): 'none' | 'read' | 'change' {
  if (runtime.engine !== null) return 'change';
  return threadSourceOf(runtime) === null ? 'none' : 'read';
}

/** The source of a runtime's threads; `null` when its runner keeps them to itself or cannot tell owners apart. */
export function threadSourceOf(runtime: CopilotRuntime): ThreadSource | null {
  if (runtime.engine !== null) return engineThreads(runtime.engine);
  const { runner } = runtime;
  if (runner === null || runtime.identifiesUsers || !supportsLocalThreadEndpoints(runner))
    return null;
  return localThreads(runner);
}

function engineThreads({ store }: RunEngine): ThreadSource {
  const events = async (scope: Scope, threadId: string): Promise<string[] | null> => {
    const thread = await store.threads.get(scope, threadId);
    if (thread === null) return null;
    const all: string[] = [];
    for await (const run of store.log.history(thread.threadPk)) {
      // One by one: a run may have more events than a call can have arguments.
      for (const { json } of run.events) all.push(json);
    }
    return all;
  };
  return {
    canMutate: true,
    async list(scope, query) {
      const { threads, nextCursor } = await store.threads.list(scope, query);
      return { threads: threads.map(toLocalRecord), nextCursor };
    },
    events,
    async contents(scope, threadId) {
      const all = await events(scope, threadId);
      if (all === null) return null;
      const fold = foldEvents(all.map((json) => JSON.parse(json) as BaseEvent));
      return { messages: fold.messages(), state: fold.state };
    },
    async update(scope, threadId, patch) {
      const thread = await store.threads.update(scope, threadId, patch);
      return thread === null ? null : toLocalRecord(thread);
    },
    remove: (scope, threadId) => store.threads.remove(scope, threadId),
    async clear(scope) {
      await store.threads.clear(scope);
    },
  };
}

/** The threads of a custom runner that offers upstream's synchronous methods; it cannot change them. */
function localThreads(runner: AgentRunner & LocalThreadEndpointRunner): ThreadSource {
  return {
    canMutate: false,
    async list(_scope, { agentId }) {
      const threads = runner.listThreads();
      const wanted = threads.filter(
        (thread) => agentId === undefined || thread.agentId === agentId,
      );
      return { threads: wanted, nextCursor: null };
    },
    events: async (_scope, threadId) =>
      runner.getThreadEvents(threadId).map((event) => JSON.stringify(event)),
    contents: async (_scope, threadId) => ({
      messages: runner.getThreadMessages(threadId),
      state: runner.getThreadState(threadId),
    }),
    update: async () => null,
    remove: async () => false,
    async clear() {
      runner.clearThreads();
    },
  };
}
