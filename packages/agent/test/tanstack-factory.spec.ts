import { describe, expect, it } from '@jest/globals';
import { BuiltInAgent, convertInputToTanStackAI, convertTanStackStream } from '../src/index.js';
import { createRecordingLogger } from './support/recording-logger.js';
import { CLIENTS, collectRun, verifiedRun, type ClientVersion } from './support/run-events.js';

const VERSIONS = Object.keys(CLIENTS) as ClientVersion[];

async function* chunks(...values: readonly object[]): AsyncGenerator<object> {
  yield* values;
}

function tanstackAgent(...values: readonly object[]): BuiltInAgent {
  return new BuiltInAgent({
    type: 'tanstack',
    logger: createRecordingLogger(),
    factory: () => chunks(...values),
  });
}

const TWO_TURNS = [
  { type: 'RUN_STARTED', runId: 'r', threadId: 't' },
  { type: 'TEXT_MESSAGE_START', messageId: 'm' },
  { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'Let me see.' },
  { type: 'TEXT_MESSAGE_END', messageId: 'm' },
  { type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: 'add' },
  { type: 'TOOL_CALL_ARGS', toolCallId: 'c1', delta: '{"a":1}' },
  { type: 'TOOL_CALL_END', toolCallId: 'c1' },
  {
    type: 'RUN_FINISHED',
    finishReason: 'tool_calls',
    usage: { promptTokens: 3, completionTokens: 2, totalTokens: 5 },
  },
  { type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: 'add' },
  { type: 'TOOL_CALL_END', toolCallId: 'c1' },
  { type: 'TOOL_CALL_RESULT', toolCallId: 'c1', result: { sum: 2 } },
  { type: 'RUN_STARTED' },
  { type: 'REASONING_MESSAGE_CONTENT', messageId: 'm', delta: 'hm' },
  { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'It is 2.' },
  { type: 'RUN_FINISHED', finishReason: 'stop', usage: [{ inputTokens: 4, outputTokens: 1 }] },
];

describe('a factory for TanStack AI', () => {
  it.each(VERSIONS)(
    '[agent.factory-tanstack] gives each turn a message of its own and each call one announcement, for AG-UI %s',
    async (version) => {
      const { messages, error } = await verifiedRun(version, tanstackAgent(...TWO_TURNS));
      expect(error).toBeUndefined();
      const told = messages.slice(1).filter(({ role }) => role !== 'reasoning');
      expect(told).toEqual([
        expect.objectContaining({ role: 'assistant', content: 'Let me see.' }),
        expect.objectContaining({ role: 'tool', toolCallId: 'c1', content: '{"sum":2}' }),
        expect.objectContaining({ role: 'assistant', content: 'It is 2.' }),
      ]);
      expect(new Set(told.map(({ id }) => id)).size).toBe(3);
    },
  );

  it('gives a call and its questions another id when the thread has the provider’s already [agent.ids]', async () => {
    const call = { id: 'c1', type: 'function', function: { name: 'add', arguments: '{}' } };
    const outcome = { type: 'interrupt', interrupts: [{ id: 'c1', toolCallId: 'c1' }] };
    const agent = tanstackAgent(...TWO_TURNS.slice(0, 7), {
      type: 'RUN_FINISHED',
      finishReason: 'tool_calls',
      outcome,
    });
    const { events } = await collectRun(agent, {
      messages: [
        { id: 'a1', role: 'assistant', toolCalls: [call] },
        { id: 't1', role: 'tool', toolCallId: 'c1', content: '2' },
        { id: 'u1', role: 'user', content: 'Again' },
      ],
    });
    const calls = events.filter(({ type }) => type.startsWith('TOOL_CALL_'));
    const ids = new Set(calls.map(({ toolCallId }) => toolCallId));
    const [id] = ids;
    expect([calls.length, ids.size]).toEqual([3, 1]);
    expect(id).not.toBe('c1');
    expect(events.at(-1)).toMatchObject({ outcome: { interrupts: [{ id, toolCallId: id }] } });
  });

  it('adds up the tokens of its turns, in either form', async () => {
    const { events } = await collectRun(tanstackAgent(...TWO_TURNS));
    expect(events.at(-1)).toMatchObject({
      type: 'RUN_FINISHED',
      usage: [{ inputTokens: 7, outputTokens: 3, totalTokens: 5 }],
      metadata: { finishReason: 'stop' },
    });
  });

  it('asks for approval even when the question comes after the end of a turn', async () => {
    const { events } = await collectRun(
      tanstackAgent(...TWO_TURNS.slice(0, 8), {
        type: 'CUSTOM',
        name: 'approval-requested',
        value: { toolCallId: 'c1', toolName: 'add', approval: { id: 'x', needsApproval: true } },
      }),
    );
    expect(events.at(-1)).toMatchObject({ outcome: { interrupts: [{ id: 'c1' }] } });
  });

  it('ends with RUN_ERROR at a RUN_ERROR, after closing what is open', async () => {
    const { events } = await collectRun(
      tanstackAgent(TWO_TURNS[4] ?? {}, { type: 'RUN_ERROR', message: 'quota' }),
    );
    expect(events.map(({ type }) => type)).toEqual([
      'RUN_STARTED',
      'TOOL_CALL_START',
      'TOOL_CALL_END',
      'RUN_ERROR',
    ]);
  });

  it('passes nothing on that it does not know', async () => {
    const noise = [null, 1, {}, { type: 'TOOL_CALL_CHUNK' }, { type: 'STATE_DELTA', delta: [] }];
    const stream = chunks(...(noise as object[]));
    const events = [];
    for await (const event of convertTanStackStream(stream, new AbortController().signal)) {
      events.push(event);
    }
    expect(events).toEqual([]);
  });
});

describe('the arguments for TanStack AI', () => {
  it('have messages, system prompts and tools that a strict provider takes', () => {
    const input = {
      messages: [
        { id: '1', role: 'system', content: 'Be kind' },
        { id: '2', role: 'user', content: [{ type: 'text', text: 'Hi' }] },
        {
          id: '3',
          role: 'assistant',
          toolCalls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { id: '4', role: 'tool', toolCallId: 'c', content: 'done' },
        { id: '5', role: 'reasoning', content: 'hm' },
      ],
      tools: [
        {
          name: 'f',
          description: 'F',
          parameters: { type: 'object', properties: { o: { type: 'object' } } },
        },
      ],
      context: [{ description: 'Page', value: '/home' }],
      state: { n: 1 },
    };
    expect(convertInputToTanStackAI(input as never)).toEqual({
      messages: [
        { role: 'user', content: [{ type: 'text', content: 'Hi' }] },
        expect.objectContaining({ role: 'assistant', content: null }),
        { role: 'tool', content: 'done', toolCallId: 'c' },
      ],
      systemPrompts: ['Be kind', 'Page:\n/home', expect.stringContaining('"n":1')],
      tools: [
        {
          __toolSide: 'client',
          name: 'f',
          description: 'F',
          inputSchema: {
            type: 'object',
            properties: { o: { type: 'object', additionalProperties: false } },
            additionalProperties: false,
          },
        },
      ],
    });
  });
});
