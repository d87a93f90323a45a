import * as client59 from '@ag-ui/client';
import * as client1 from 'ag-ui-client-1';
import * as client57 from 'ag-ui-client-57';
import type { BuiltInAgent } from '../../src/built-in-agent.js';
import type { RunInput } from '../../src/run/run-request.js';

export interface AgentEventRecord {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface CollectedRun {
  readonly events: AgentEventRecord[];
  /** What the Observable ended with; `undefined` if it completed. */
  readonly error: unknown;
}

export function runInput(overrides: Partial<RunInput> = {}): RunInput {
  return {
    threadId: 'thread',
    runId: 'run',
    messages: [{ id: 'u1', role: 'user', content: 'Hello' }],
    tools: [],
    context: [],
    state: {},
    forwardedProps: {},
    ...overrides,
  };
}

/** All events of one run of the agent itself, without an AG-UI client in between. */
export function collectRun(
  agent: BuiltInAgent,
  input: Partial<RunInput> = {},
  onEvent: (event: AgentEventRecord) => void = () => {},
): Promise<CollectedRun> {
  const events: AgentEventRecord[] = [];
  return new Promise((resolve) => {
    agent.run(runInput(input) as never).subscribe({
      next(event) {
        const record = event as unknown as AgentEventRecord;
        events.push(record);
        onEvent(record);
      },
      error: (error: unknown) => resolve({ events, error }),
      complete: () => resolve({ events, error: undefined }),
    });
  });
}

/** The AG-UI clients that applications have. */
export const CLIENTS = { '0.0.57': client57, '0.0.59': client59, '1.0.0': client1 } as const;

export type ClientVersion = keyof typeof CLIENTS;

export interface VerifiedRun {
  readonly messages: readonly Record<string, unknown>[];
  readonly state: unknown;
  /** What `runAgent` has rejected with. */
  readonly error: unknown;
}

/** A client's agent whose runs are those of the given one: its verifier sees every event. */
export function clientOf(version: ClientVersion, agent: BuiltInAgent): client59.AbstractAgent {
  const { AbstractAgent } = CLIENTS[version];
  // The three classes have the same shape and cannot be assigned to each other.
  const Base = AbstractAgent as unknown as typeof client59.AbstractAgent;
  class Verifying extends Base {
    override run(input: Parameters<BuiltInAgent['run']>[0]) {
      return agent.run(input);
    }
  }
  return new Verifying({ threadId: 'thread' });
}

/** Runs the agent behind a client of the given version, which verifies each event and keeps the messages. */
export async function verifiedRun(
  version: ClientVersion,
  agent: BuiltInAgent,
  { messages, state, ...input }: Partial<RunInput> = {},
): Promise<VerifiedRun> {
  const client = clientOf(version, agent);
  client.setMessages((messages ?? runInput().messages) as never);
  client.setState(state ?? {});
  let error: unknown;
  try {
    await client.runAgent({ runId: 'run', ...input } as never);
  } catch (caught) {
    error = caught;
  }
  return { messages: client.messages as never, state: client.state, error };
}
