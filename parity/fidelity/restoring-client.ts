import { CLIENTS, type AgentInstance, type ClientVersion } from '../support/clients.js';
import { recordedCore } from '../support/copilot-core.js';
import { httpClient, runClient } from '../support/http-client.js';
import type { FidelityScript, RecordedRun } from './script.js';

/** What a client shows of a thread. */
export interface ClientView {
  readonly messages: unknown;
  readonly state: unknown;
  readonly pendingInterrupts: unknown;
}

/** One client on one thread, as an application drives it. */
export interface RestoringClient {
  view(): ClientView;
  /** Starts a run and resolves when it has ended for this client, well or not. */
  run(run: RecordedRun, script: FidelityScript): Promise<void>;
  /** Joins the thread and resolves when what runs on it has ended. */
  connect(): Promise<void>;
}

export interface ClientKind {
  readonly name: string;
  /** Whether the client knows the events of a script. */
  readonly understands: (script: FidelityScript) => boolean;
  /** @param known another client whose messages and state this one has already */
  create(url: string, threadId: string, known?: RestoringClient): Promise<RestoringClient>;
}

function viewOf(agent: Pick<AgentInstance, 'messages' | 'state'>): ClientView {
  const pendingInterrupts: unknown = Reflect.get(agent, 'pendingInterrupts');
  return structuredClone({ messages: agent.messages, state: agent.state, pendingInterrupts });
}

function httpKind(version: ClientVersion): ClientKind {
  const since59 = version.version !== '0.0.57';
  const until59 = version.version !== '1.0.0';
  return {
    name: `HttpAgent ${version.version}`,
    understands: (script) =>
      (script.since === undefined || since59) && (script.until59 !== true || until59),
    async create(url, threadId, known) {
      const view = known?.view();
      const options = {
        threadId,
        ...(view && { initialMessages: view.messages as never, initialState: view.state }),
      };
      // Each call has a URL of its own; only one of the two is used.
      const runner = httpClient(version, { url, call: 'run', ...options });
      const joiner = httpClient(version, { url, call: 'connect', ...options });
      let current = runner;
      return {
        view: () => viewOf(current),
        async run({ brings, resume }, { tools = [] }) {
          for (const message of brings) runner.addMessage(structuredClone(message));
          const { rejection } = await runClient(runner, { tools, ...(resume && { resume }) });
          // A run may fail, that is what some scripts are for; a server that refuses it is no script's.
          if (rejection instanceof Error && /^HTTP \d/.test(rejection.message)) throw rejection;
        },
        async connect() {
          current = joiner;
          const { rejection } = await runClient(joiner);
          if (rejection !== undefined) throw rejection;
        },
      };
    },
  };
}

const CORE: ClientKind = {
  name: '@copilotkit/core 1.75.0',
  understands: () => true,
  async create(url, threadId, known) {
    const recorded = recordedCore({ runtimeUrl: url, transport: 'rest' });
    await recorded.connected();
    const agent = recorded.agent();
    agent.threadId = threadId;
    if (known !== undefined) {
      const { messages, state } = known.view();
      agent.setMessages(messages as never);
      agent.setState(state as never);
    }
    return {
      view: () => viewOf(agent as never),
      async run({ brings, resume }, { tools = [] }) {
        for (const message of brings) agent.addMessage(structuredClone(message) as never);
        if (resume === undefined) await recorded.core.runAgent({ agent });
        else await agent.runAgent({ tools, resume } as never).catch(() => undefined);
      },
      async connect() {
        await recorded.core.connectAgent({ agent });
      },
    };
  },
};

/** The published clients, unmodified. */
export const CLIENT_KINDS: readonly ClientKind[] = [CORE, ...CLIENTS.map(httpKind)];
