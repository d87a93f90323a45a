import { jest } from '@jest/globals';
import { BuiltInAgent, defineTool } from '../src/index.js';
import { CLIENTS, verifiedRun, type ClientVersion } from './support/run-events.js';
import {
  callsTools,
  finish,
  says,
  scriptedModel,
  textBlock,
  toolCall,
  type ScriptedPart,
} from './support/scripted-model.js';

const VERSIONS = Object.keys(CLIENTS) as ClientVersion[];

const lookup = defineTool({
  name: 'lookup',
  description: 'Looks something up',
  execute: () => ({ found: true }),
});

const approve = defineTool({
  name: 'approve',
  description: 'Asks a person',
  interrupt: true,
  interruptReason: 'approval',
  interruptMessage: 'Really?',
});

/** Everything that a provider can say, some of it at the same time. */
const EVERYTHING: readonly ScriptedPart[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'reasoning-start', id: 'r1', providerMetadata: { scripted: { itemId: 'i1' } } },
  { type: 'reasoning-start', id: 'r2' },
  { type: 'reasoning-delta', id: 'r1', delta: 'One' },
  { type: 'reasoning-delta', id: 'r2', delta: 'Two' },
  { type: 'text-start', id: 't1' },
  { type: 'text-delta', id: 't1', delta: 'A' },
  { type: 'reasoning-delta', id: 'r1', delta: ' more' },
  { type: 'reasoning-end', id: 'r1', providerMetadata: { scripted: { signature: 's' } } },
  { type: 'reasoning-end', id: 'r2' },
  { type: 'reasoning-delta', id: 'r2', delta: 'too late' },
  { type: 'reasoning-start', id: 'r3', providerMetadata: { scripted: { redacted: 'x' } } },
  { type: 'reasoning-end', id: 'r3' },
  { type: 'text-start', id: 't2' },
  { type: 'text-delta', id: 't2', delta: 'B' },
  { type: 'text-delta', id: 't1', delta: 'a' },
  { type: 'text-end', id: 't1', providerMetadata: { scripted: { itemId: 'm1' } } },
  { type: 'source', sourceType: 'url', id: 's1', url: 'https://example.com/', title: 'Example' },
  { type: 'file', mediaType: 'image/png', data: new Uint8Array([1, 2, 3]) },
  { type: 'text-start', id: 'never used' },
  {
    type: 'tool-call',
    toolCallId: 'p1',
    toolName: 'web_search',
    input: '{"q":"x"}',
    providerExecuted: true,
  },
  {
    type: 'tool-result',
    toolCallId: 'p1',
    toolName: 'web_search',
    result: [{ url: 'https://example.com/' }],
  },
  ...toolCall('c1', 'lookup', { key: 1 }),
  ...toolCall('c2', 'no_such_tool', '{broken'),
  { type: 'tool-input-start', id: 'c3', toolName: 'lookup' },
  { type: 'tool-input-delta', id: 'c3', delta: '{}' },
  finish('tool-calls'),
];

describe.each(VERSIONS)('the verifier of AG-UI %s', (version) => {
  let warnings: jest.SpiedFunction<typeof console.warn>;

  beforeEach(() => {
    // AG-UI reports every run that fails.
    jest.spyOn(console, 'error').mockImplementation(() => {});
    warnings = jest.spyOn(console, 'warn').mockImplementation(() => {});
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('accepts everything a model can say at the same time [agent.client-versions] [agent.events]', async () => {
    const model = scriptedModel([EVERYTHING, says('Done')]);
    const agent = new BuiltInAgent({ model, tools: [lookup], parallelToolCalls: 1 });
    const { error, messages } = await verifiedRun(version, agent);
    expect(error).toBeUndefined();
    expect(warnings).not.toHaveBeenCalled();
    // Clients put results behind the message of their calls.
    expect(messages.map(({ role, content }) => [role, content ?? null])).toEqual([
      ['user', 'Hello'],
      ['reasoning', 'One more'],
      ['reasoning', 'Two'],
      ['assistant', 'Aa'],
      ['tool', '[{"url":"https://example.com/"}]'],
      ['tool', '{"found":true}'],
      ['tool', expect.stringContaining('unknown_tool')],
      ['tool', '{"found":true}'],
      ['reasoning', 'too late'],
      ['reasoning', ''],
      ['assistant', 'B'],
      ['assistant', 'Done'],
    ]);
    const calls = messages.flatMap(({ toolCalls }) => (toolCalls ?? []) as { id: string }[]);
    expect(calls.map(({ id }) => id)).toEqual(['p1', 'c1', 'c2', 'c3']);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
  });

  it('accepts a run that waits for a person', async () => {
    const model = scriptedModel([callsTools(toolCall('c1', 'approve'), toolCall('c2', 'lookup'))]);
    const agent = new BuiltInAgent({ model, tools: [approve, lookup] });
    const { error, messages } = await verifiedRun(version, agent);
    expect(error).toBeUndefined();
    expect(warnings).not.toHaveBeenCalled();
    expect(messages.at(-1)).toMatchObject({ role: 'tool', toolCallId: 'c2' });
  });

  it('accepts a run that waits for the browser', async () => {
    const model = scriptedModel([callsTools(toolCall('c1', 'pick'))]);
    const tools = [{ name: 'pick', description: 'Picks', parameters: { type: 'object' } }];
    const { error, messages } = await verifiedRun(version, new BuiltInAgent({ model }), { tools });
    expect(error).toBeUndefined();
    expect(warnings).not.toHaveBeenCalled();
    expect(messages.at(-1)).toMatchObject({ role: 'assistant', toolCalls: [{ id: 'c1' }] });
  });

  it('accepts changes of the state', async () => {
    const delta = [{ op: 'add', path: '/todos/-', value: 'tea' }];
    const model = scriptedModel([
      callsTools(
        toolCall('c1', 'AGUISendStateDelta', { delta }),
        toolCall('c2', 'AGUISendStateSnapshot', { snapshot: { todos: ['milk'] } }),
      ),
      says('Done'),
    ]);
    const agent = new BuiltInAgent({ model, parallelToolCalls: 1 });
    const { error, state } = await verifiedRun(version, agent, { state: { title: 'x' } });
    expect(error).toBeUndefined();
    expect(warnings).not.toHaveBeenCalled();
    expect(state).toEqual({ todos: ['milk'] });
  });

  it('accepts a run that fails in the middle of an answer, and runAgent rejects', async () => {
    const model = scriptedModel([textBlock('0', 'Hal').slice(0, 2)]);
    const logger = { debug: () => {}, warn: () => {}, error: () => {} };
    const { error, messages } = await verifiedRun(version, new BuiltInAgent({ model, logger }));
    expect(error).toMatchObject({ code: 'incomplete_stream' });
    expect(warnings).not.toHaveBeenCalled();
    expect(messages.at(-1)).toMatchObject({ role: 'assistant', content: 'Hal' });
  });
});
