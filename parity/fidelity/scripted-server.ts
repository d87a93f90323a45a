import { UNSCOPED, type RunRecord, type StoreEngine } from '@flightdeck/store';
import type { AnyEvent } from '../support/clients.js';
import type { Gate } from '../support/gate.js';
import { plainAgent } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import type { RecordedRun } from './script.js';

/** A runtime whose agent plays back what it is given, run by run. */
export interface ScriptedServer {
  readonly served: ServedRuntime;
  /** What the next run of a thread emits; with a gate, it waits in the middle. */
  play(threadId: string, run: RecordedRun, gate?: Gate): void;
  /** How the runs of the thread have ended. */
  endings(threadId: string): Promise<readonly string[]>;
  /** How many clients have joined the thread. */
  joinedBy(threadId: string): number;
  /** Compacts everything that the thread has. */
  compact(threadId: string): Promise<void>;
}

export async function serveScripts(store: StoreEngine): Promise<ScriptedServer> {
  const next = new Map<string, { readonly run: RecordedRun; readonly gate: Gate | undefined }>();
  const agent = plainAgent(async ({ input, emit }) => {
    const { threadId, runId } = input;
    const { run, gate } = next.get(threadId) ?? {};
    const events = run?.events ?? [];
    const middle = Math.ceil(events.length / 2);
    for (const [index, event] of events.entries()) {
      if (index === middle) await gate?.passed;
      emit(withIds(event, { threadId, runId }));
    }
  });
  const joined: (string | undefined)[] = [];
  const served = await serveRuntime({
    agents: { default: agent },
    threads: store,
    hooks: {
      onResponse({ route }) {
        if (route?.method === 'agent/connect') joined.push(route.threadId);
      },
    },
  });
  return {
    served,
    play: (threadId, run, gate) => void next.set(threadId, { run, gate }),
    joinedBy: (threadId) => joined.filter((id) => id === threadId).length,
    endings: async (threadId) => (await runsOf(store, threadId)).map(({ status }) => status),
    async compact(threadId) {
      for (const { runPk } of await runsOf(store, threadId)) await store.log.compact(runPk);
    },
  };
}

async function runsOf(store: StoreEngine, threadId: string): Promise<readonly RunRecord[]> {
  const thread = await store.threads.get(UNSCOPED, threadId);
  const runs: RunRecord[] = [];
  for await (const { run } of store.log.history(thread?.threadPk ?? 0)) runs.push(run);
  return runs;
}

function withIds(event: AnyEvent, ids: { threadId: string; runId: string }): AnyEvent {
  return event.type === 'RUN_STARTED' || event.type === 'RUN_FINISHED'
    ? { ...event, ...ids }
    : event;
}
