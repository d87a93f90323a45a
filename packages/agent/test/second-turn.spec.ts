import { jest } from '@jest/globals';
import type { AbstractAgent } from '@ag-ui/client';
import { BuiltInAgent, defineTool, type BuiltInAgentClassicConfig } from '../src/index.js';
import { CLIENTS, clientOf, type ClientVersion } from './support/run-events.js';
import {
  callsTools,
  finish,
  says,
  scriptedModel,
  textBlock,
  toolCall,
  type ScriptedModel,
  type ScriptedTurn,
} from './support/scripted-model.js';

const VERSIONS = Object.keys(CLIENTS) as ClientVersion[];
const SILENT = { debug: () => {}, warn: () => {}, error: () => {} };

const boom = defineTool({
  name: 'boom',
  description: 'Fails',
  parameters: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
  execute: () => {
    throw new Error('boom');
  },
});
const nothing = defineTool({ name: 'nothing', description: 'Says nothing', execute: () => {} });
const PICK = { name: 'pick', description: 'Picks', parameters: { type: 'object' } };

interface Conversation {
  readonly model: ScriptedModel;
  readonly client: AbstractAgent;
  /** Lets the user say something; the messages of the assistant and its tools that came of it. */
  say(text: string, tools?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

function conversation(
  version: ClientVersion,
  turns: readonly ScriptedTurn[],
  config: Partial<BuiltInAgentClassicConfig> = {},
): Conversation {
  const model = scriptedModel(turns, { provider: 'anthropic.messages' });
  const agent = new BuiltInAgent({ model, logger: SILENT, ...config });
  const client = clientOf(version, agent);
  let count = 0;
  return {
    model,
    client,
    async say(content, tools = []) {
      count += 1;
      client.addMessage({ id: `user-${String(count)}`, role: 'user', content });
      const before = client.messages.length;
      await client.runAgent({ runId: `run-${String(count)}`, tools } as never);
      return client.messages.slice(before) as never;
    },
  };
}

describe.each(VERSIONS)('the next turn of a client of AG-UI %s', (version) => {
  let warnings: jest.SpiedFunction<typeof console.warn>;

  beforeEach(() => {
    warnings = jest.spyOn(console, 'warn').mockImplementation(() => {});
  });

  afterEach(() => {
    expect(warnings).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  it.each([
    ['failed', toolCall('c1', 'boom', { n: 1 }), 'tool_failed'],
    ['was given the wrong arguments', toolCall('c1', 'boom', { n: 'x' }), 'invalid_arguments'],
    ['was given what is no JSON', toolCall('c1', 'boom', '{"n":'), 'invalid_arguments'],
    ['does not exist', toolCall('c1', 'made_up'), 'unknown_tool'],
  ])('succeeds after a tool that %s [agent.tool-failures]', async (_, call, code) => {
    const { say, model } = conversation(version, [callsTools(call), says('Sorry')], {
      tools: [boom],
    });
    const first = await say('Do it');
    expect(first.map(({ role }) => role)).toEqual(['assistant', 'tool', 'assistant']);
    expect(first[1]?.content).toContain(code);
    expect((await say('And now?')).map(({ content }) => content)).toEqual(['Sorry']);
    const roles = model.calls.at(-1)?.prompt.map(({ role }) => role);
    expect(roles?.slice(-5)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user']);
  });

  it('succeeds after a call that the browser never answered [agent.frontend-tools]', async () => {
    const { say, model } = conversation(version, [callsTools(toolCall('c1', 'pick')), says('OK')]);
    await say('Pick one', [PICK]);
    expect((await say('Never mind')).map(({ content }) => content)).toEqual(['OK']);
    expect(model.calls[1]?.prompt.map(({ role }) => role).slice(-3)).toEqual([
      'assistant',
      'tool',
      'user',
    ]);
  });

  it('gets messages of its own, whatever ids the provider uses [agent.ids]', async () => {
    const turn: ScriptedTurn = [
      { type: 'reasoning-start', id: '0' },
      { type: 'reasoning-delta', id: '0', delta: 'Hm' },
      { type: 'reasoning-end', id: '0' },
      ...textBlock('1', 'answer'),
      finish(),
    ];
    const { say, client } = conversation(version, [turn]);
    await say('One');
    const second = await say('Two');
    expect(second.map(({ role, content }) => [role, content])).toEqual([
      ['reasoning', 'Hm'],
      ['assistant', 'answer'],
    ]);
    expect(new Set(client.messages.map(({ id }) => id)).size).toBe(6);
  });

  it('succeeds after a tool that returned nothing [agent.tool-failures]', async () => {
    const { say } = conversation(version, [callsTools(toolCall('c1', 'nothing')), says('OK')], {
      tools: [nothing],
    });
    const first = await say('Do it');
    expect(first[1]).toMatchObject({ role: 'tool', content: 'null' });
    expect((await say('Thanks')).map(({ content }) => content)).toEqual(['OK']);
  });

  it('keeps the texts of one answer apart, although they were written at once [agent.events]', async () => {
    const turn: ScriptedTurn = [
      { type: 'text-start', id: 'a' },
      { type: 'text-start', id: 'b' },
      { type: 'text-delta', id: 'a', delta: 'A1' },
      { type: 'text-delta', id: 'b', delta: 'B1' },
      { type: 'text-delta', id: 'a', delta: 'A2' },
      { type: 'text-end', id: 'a' },
      { type: 'text-end', id: 'b' },
      finish(),
    ];
    const { say } = conversation(version, [turn]);
    expect((await say('Both')).map(({ content }) => content)).toEqual(['A1A2', 'B1']);
  });

  it('keeps the texts before and after a tool call apart [agent.ids]', async () => {
    const { say } = conversation(
      version,
      [
        [...textBlock('0', 'Before'), ...toolCall('c1', 'nothing'), finish('tool-calls')],
        says('After'),
      ],
      { tools: [nothing] },
    );
    const messages = await say('Go');
    expect(messages.map(({ role, content }) => [role, content])).toEqual([
      ['assistant', 'Before'],
      ['tool', 'null'],
      ['assistant', 'After'],
    ]);
  });

  it('gives the provider back what it said for itself: reasoning with its signature [agent.reasoning]', async () => {
    const anthropic = { anthropic: { signature: 'sig-1' } };
    const turn: ScriptedTurn = [
      { type: 'reasoning-start', id: '0' },
      { type: 'reasoning-delta', id: '0', delta: 'Hm' },
      { type: 'reasoning-end', id: '0', providerMetadata: anthropic },
      ...toolCall('c1', 'pick'),
      finish('tool-calls'),
    ];
    const { say, client, model } = conversation(version, [turn, says('OK')]);
    await say('Pick one', [PICK]);
    client.addMessage({ id: 'answer', role: 'tool', toolCallId: 'c1', content: 'red' });
    await client.runAgent({ runId: 'run-2', tools: [PICK] } as never);
    const said = model.calls[1]?.prompt.find(({ role }) => role === 'assistant');
    expect(said?.content).toMatchObject([
      { type: 'reasoning', text: 'Hm', providerOptions: anthropic },
      { type: 'tool-call', toolCallId: 'c1' },
    ]);
  });

  it('succeeds after a stop in the middle of a call', async () => {
    const { say, client } = conversation(version, [
      [...textBlock('0', 'Wait').slice(0, 2), ...toolCall('c1', 'pick', { a: 1 }).slice(0, 2)],
      says('OK'),
    ]);
    // The stream of the first turn breaks off: as good as stopped.
    jest.spyOn(console, 'error').mockImplementation(() => {});
    await say('Go', [PICK]).catch(() => undefined);
    expect(client.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
    expect((await say('Again')).map(({ content }) => content)).toEqual(['OK']);
  });
});
