import { CopilotRuntime, copilotRuntimeNextJSAppRouterEndpoint } from '@flightdeck/runtime-v1';
import type { Message, StoreEngine } from '@flightdeck/store';
import {
  collectRun,
  runBody,
  runFinished,
  RuntimeClient,
  runStarted,
  ScriptedAgent,
  textMessage,
  toolResult,
  uniqueId,
  userMessage,
  type AgentRun,
} from '@flightdeck/testing';
import { describeStores, type TestDatabase } from '../support/stores.js';

const BASE = 'http://runtime.test/api/copilotkit';
const THREAD = 'shared';

type Fields = Readonly<Record<string, unknown>>;

/** Calls the page and searches on the server; told what the page did, says so. */
function* work({ input }: AgentRun): Generator<unknown> {
  const { runId, messages } = input;
  yield runStarted(input);
  if (messages.at(-1)?.role === 'tool') {
    yield* textMessage(`${runId}-m`, 'Done');
  } else {
    yield* textMessage(`${runId}-m`, 'Working');
    yield* call(`${runId}-search`, 'search', `${runId}-m`);
    yield toolResult(`${runId}-search`, 'found');
    yield* call(`${runId}-paint`, 'paint', `${runId}-n`);
  }
  yield runFinished(input);
}

function* call(
  toolCallId: string,
  toolCallName: string,
  parentMessageId: string,
): Generator<unknown> {
  yield { type: 'TOOL_CALL_START', toolCallId, toolCallName, parentMessageId };
  yield { type: 'TOOL_CALL_ARGS', toolCallId, delta: '{"a":1}' };
  yield { type: 'TOOL_CALL_END', toolCallId };
}

/** A server on a database, as both kinds of clients use it. */
class Server {
  readonly agent = new ScriptedAgent(work);
  readonly #runtime: CopilotRuntime;
  readonly #handle: (request: Request) => Promise<Response>;

  constructor(threads: StoreEngine) {
    this.#runtime = new CopilotRuntime({ agents: { default: this.agent }, threads });
    this.#handle = copilotRuntimeNextJSAppRouterEndpoint({
      runtime: this.#runtime,
      endpoint: '/api/copilotkit',
    }).handleRequest;
  }

  get modern(): RuntimeClient {
    const send = (url: string, init?: RequestInit): Promise<Response> =>
      this.#handle(new Request(url, init));
    return new RuntimeClient({ baseUrl: BASE, fetch: send });
  }

  async messages(): Promise<readonly Message[]> {
    const body = runBody({ threadId: THREAD, messages: [userMessage('')] });
    const { events } = await collectRun(await this.modern.connect('default', body));
    const snapshot = events.find(({ type }) => type === 'MESSAGES_SNAPSHOT');
    return (snapshot?.messages ?? []) as Message[];
  }

  async post(query: string, data: Fields): Promise<string> {
    const request = new Request(BASE, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { data } }),
    });
    return (await this.#handle(request)).text();
  }

  close(): Promise<void> {
    return this.#runtime.shutdown({ graceMs: 0 });
  }
}

/** A client of version 1.8, which keeps the conversation to itself and sends all of it each time. */
class OldClient {
  readonly #history: Fields[] = [];

  get length(): number {
    return this.#history.length;
  }

  say(content: string): void {
    this.#add(uniqueId('ck'), { textMessage: { role: 'user', content } });
  }

  paint(): void {
    const { id } = this.#history.at(-1) ?? {};
    const resultMessage = { actionExecutionId: id, actionName: 'paint', result: 'painted' };
    this.#add(`result-${String(id)}`, { resultMessage });
  }

  async ask(server: Server): Promise<void> {
    const instructions = { role: 'system', content: 'Please assist' };
    const messages = [{ id: uniqueId('ck'), textMessage: instructions }, ...this.#history];
    const query = 'mutation generateCopilotResponse { generateCopilotResponse { threadId } }';
    const body = await server.post(query, { threadId: THREAD, messages });
    const parts = [...body.matchAll(/\r\n\r\n(\{.*\})\r\n---/g)];
    const payloads = parts.map(([, json]) => JSON.parse(json ?? '') as { incremental?: Patch[] });
    for (const patch of payloads.flatMap(({ incremental = [] }) => incremental)) this.#take(patch);
    this.#finish();
  }

  /** Comes back to the thread with nothing in its memory. */
  async load(server: Server): Promise<void> {
    const query = 'query loadAgentState { loadAgentState { messages } }';
    const body = await server.post(query, { threadId: THREAD, agentName: 'default' });
    const { data } = JSON.parse(body) as { data: { loadAgentState: { messages: string } } };
    for (const message of JSON.parse(data.loadAgentState.messages) as Fields[]) {
      this.#add(message.id, bodyOf({ ...message, arguments: JSON.stringify(message.arguments) }));
    }
  }

  readonly #answer: Record<string, unknown>[] = [];

  #take({ path: [, list, index, field], items: [item] = [] }: Patch): void {
    if (list !== 'messages' || item === undefined) return;
    if (field === undefined) return void this.#answer.push({ ...(item as Fields) });
    const message = this.#answer[Number(index)];
    const grown = message?.[field];
    if (message !== undefined && Array.isArray(grown)) message[field] = [...grown, item];
  }

  #finish(): void {
    for (const { id, content, arguments: args, ...message } of this.#answer.splice(0)) {
      const texts = { content: joined(content), arguments: joined(args) };
      this.#add(id, bodyOf({ ...message, ...texts }));
    }
  }

  #add(id: unknown, message: Fields): void {
    this.#history.push({ id, ...message });
  }
}

interface Patch {
  readonly path: readonly [string, string, number, string?];
  readonly items?: readonly unknown[];
}

function joined(chunks: unknown): string | undefined {
  return Array.isArray(chunks) ? chunks.join('') : undefined;
}

function bodyOf(message: Fields): Fields {
  const { role, content, name, result, actionName, actionExecutionId } = message;
  if (content !== undefined) return { textMessage: { role, content } };
  if (result !== undefined) return { resultMessage: { result, actionName, actionExecutionId } };
  return { actionExecutionMessage: { name, arguments: message.arguments, parentMessageId: null } };
}

/** What a thread says: texts, calls by name, results. */
function spoken(messages: readonly Message[]): string[] {
  return messages.flatMap(({ role, content, toolCalls = [] }) => [
    ...(typeof content === 'string' && content !== '' ? [`${role}: ${content}`] : []),
    ...toolCalls.map((made) => `${role} calls ${made.function.name}`),
  ]);
}

const turn = (said: string): string[] => [
  `user: ${said}`,
  'assistant: Working',
  'assistant calls search',
  'tool: found',
  'assistant calls paint',
  'tool: painted',
  'assistant: Done',
];

await describeStores('a thread that old and new clients share', (create) => {
  let database: TestDatabase;
  let server: Server;

  async function restart(): Promise<void> {
    if (!database.isDurable) return;
    await server.close();
    server = new Server(database.engine());
  }

  beforeAll(async () => {
    database = await create();
    server = new Server(database.engine());
  });

  afterAll(async () => {
    await server.close();
    await database.dispose();
  });

  async function modernTurn(said: string, id: string): Promise<void> {
    const known = await server.messages();
    const ask = async (messages: readonly unknown[], runId: string): Promise<void> => {
      const body = runBody({ threadId: THREAD, runId, messages });
      await collectRun(await server.modern.run('default', body));
    };
    await ask([...known, userMessage(said, id)], `run-${id}`);
    const toolCallId = `run-${id}-paint`;
    const result = { id: `${id}-result`, role: 'tool', toolCallId, content: 'painted' };
    await ask([...(await server.messages()), result], `run-${id}-2`);
  }

  it('has every message once, whoever has said it, and agents are told all of it [v1.legacy.threads]', async () => {
    const old = new OldClient();
    for (const said of ['one', 'two']) {
      old.say(said);
      await old.ask(server);
      old.paint();
      await old.ask(server);
      await restart();
    }
    expect(spoken(await server.messages())).toEqual([...turn('one'), ...turn('two')]);

    await modernTurn('three', 'u3');
    await restart();

    const back = new OldClient();
    await back.load(server);
    expect(back.length).toBe(3 * 7);
    back.say('four');
    await back.ask(server);
    back.paint();
    await back.ask(server);
    const all = ['one', 'two', 'three', 'four'].flatMap(turn);
    expect(spoken(await server.messages())).toEqual(all);
    const { input } = server.agent.log.lastRun;
    expect(spoken(input.messages)).toEqual(['system: Please assist', ...all.slice(0, -1)]);
    expect(input.forwardedProps).toEqual({});
  });
});
