import * as client59 from '@ag-ui/client';
import * as client1 from 'ag-ui-client-1';
import * as client57 from 'ag-ui-client-57';
import { from, type Observable } from 'rxjs';
import type { AguiEvent } from '../../src/index.js';

interface ClientMessage {
  readonly id: string;
  readonly role: string;
  readonly content?: unknown;
}

/** As much of an agent as the tests use; classes of several versions do not fit each other. */
interface ClientAgent {
  readonly messages: readonly ClientMessage[];
  use(middleware: unknown): unknown;
  runAgent(parameters: { runId: string }): Promise<unknown>;
}

type AgentClass = new (config: { threadId: string }) => ClientAgent;

interface Client {
  readonly AbstractAgent: unknown;
  readonly EventSchemas?: { parse(event: unknown): unknown };
}

/** What a client made of a run. */
export interface Replayed {
  readonly messages: readonly ClientMessage[];
  /** What it warned of. */
  readonly warnings: readonly string[];
}

const CLIENTS: Readonly<Record<string, Client>> = {
  '0.0.57': client57 as unknown as Client,
  '0.0.59': client59 as unknown as Client,
  '1.0.0': client1 as unknown as Client,
};

export const CLIENT_VERSIONS = Object.keys(CLIENTS);

/** Runs an agent of that version that says `events`; rejects if its verifier does. */
export async function replay(
  version: string,
  events: readonly AguiEvent[],
  middleware?: unknown,
): Promise<Replayed> {
  const client = CLIENTS[version];
  if (client === undefined) throw new Error(`No client ${version}`);
  const Base = client.AbstractAgent as AgentClass;
  const wire = events.map((event): unknown => {
    const sent: unknown = JSON.parse(JSON.stringify(event));
    return client.EventSchemas === undefined ? sent : client.EventSchemas.parse(sent);
  });
  class SayingAgent extends Base {
    run(): Observable<unknown> {
      return from(wire);
    }
  }
  const agent = new SayingAgent({ threadId: 'thread' });
  if (middleware !== undefined) agent.use(middleware);
  const warnings: string[] = [];
  const { warn, error } = console;
  console.warn = (...said: unknown[]) => warnings.push(said.join(' '));
  console.error = (...said: unknown[]) => warnings.push(said.join(' '));
  try {
    await agent.runAgent({ runId: 'run' });
  } finally {
    Object.assign(console, { warn, error });
  }
  return { messages: agent.messages, warnings };
}
