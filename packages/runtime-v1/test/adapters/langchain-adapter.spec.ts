import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AIMessage, AIMessageChunk, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { FakeListChatModel, FakeStreamingChatModel } from '@langchain/core/utils/testing';
import { IterableReadableStream } from '@langchain/core/utils/stream';
import { runBodySaying, terminalOf, textOf, until, userMessage } from '@flightdeck/testing';
import { LangChainAdapter, type ChainFnParameters } from '../../src/index.js';
import { loadLangChain } from '../../src/adapters/langchain/load-langchain.js';
import { toLangChainMessages } from '../../src/adapters/langchain/to-langchain-messages.js';
import { toV1Messages } from '../../src/messages/to-v1-messages.js';
import { hostAdapter } from './support/host-adapter.js';

const LOOK = {
  name: 'look',
  description: 'Looks at something',
  parameters: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
};

beforeEach(() => {
  // AG-UI prints what runs fail with.
  jest.spyOn(console, 'error').mockReturnValue();
});

afterEach(() => {
  jest.restoreAllMocks();
});

type ChainFn = (parameters: ChainFnParameters) => unknown;

async function answered(chainFn: ChainFn, fields: Readonly<Record<string, unknown>> = {}) {
  const { events } = await hostAdapter(new LangChainAdapter({ chainFn })).run({
    tools: [LOOK],
    ...fields,
  });
  expect(terminalOf(events)).toMatchObject({ type: 'RUN_FINISHED' });
  return events;
}

function callsOf(events: Awaited<ReturnType<typeof answered>>) {
  const calls = new Map<unknown, { name: unknown; args: string }>();
  for (const { type, toolCallId, toolCallName, delta } of events) {
    if (type === 'TOOL_CALL_START') calls.set(toolCallId, { name: toolCallName, args: '' });
    const call = calls.get(toolCallId);
    if (type === 'TOOL_CALL_ARGS' && call !== undefined) call.args += String(delta);
  }
  return [...calls];
}

const chunk = (fields: ConstructorParameters<typeof AIMessageChunk>[0]) =>
  new AIMessageChunk(fields);
const part = (index: number, args: string, more: { id?: string; name?: string } = {}) => ({
  type: 'tool_call_chunk' as const,
  index,
  args,
  ...more,
});

/** A chat model that streams the given chunks. */
class ChunkModel extends FakeListChatModel {
  readonly #chunks: readonly AIMessageChunk[];

  constructor(chunks: readonly AIMessageChunk[]) {
    super({ responses: [''] });
    this.#chunks = chunks;
  }

  override async *_streamResponseChunks(): AsyncGenerator<ChatGenerationChunk> {
    for (const message of this.#chunks) yield new ChatGenerationChunk({ text: '', message });
  }
}

describe('LangChainAdapter', () => {
  it('answers with a text, and `/info` lists its agent [v1.defect.05]', async () => {
    const chainFn = async () => 'Hello';
    expect(textOf(await answered(chainFn))).toBe('Hello');
    const host = hostAdapter(new LangChainAdapter({ chainFn }));
    expect(await host.agents()).toHaveProperty('default');
  });

  it('answers with what a chat model streams, chunk by chunk [v1.defect.05]', async () => {
    const model = new FakeListChatModel({ responses: ['Hello you'] });
    const events = await answered(({ messages }) => model.stream(messages));
    expect(textOf(events)).toBe('Hello you');
    expect(events.filter(({ type }) => type === 'TEXT_MESSAGE_CONTENT')).toHaveLength(9);
  });

  it('answers with a message, and with its calls [v1.defect.05]', async () => {
    const events = await answered(
      async () =>
        new AIMessage({
          content: [{ type: 'text', text: 'Let me look' }],
          tool_calls: [{ id: 'c1', name: 'look', args: { at: 'it' } }],
        }),
    );
    expect(textOf(events)).toBe('Let me look');
    expect(callsOf(events)).toEqual([['c1', { name: 'look', args: '{"at":"it"}' }]]);
    const start = events.find(({ type }) => type === 'TEXT_MESSAGE_START');
    const call = events.find(({ type }) => type === 'TOOL_CALL_START');
    expect(call?.['parentMessageId']).toBe(start?.['messageId']);
  });

  it('answers with a chain, whose stream is of texts', async () => {
    const model = new FakeListChatModel({ responses: ['Hello'] });
    const chain = model.pipe(new StringOutputParser());
    expect(textOf(await answered(({ messages }) => chain.stream(messages)))).toBe('Hello');
    expect(textOf(await answered(({ messages }) => chain.invoke(messages)))).toBe('Hello');
  });

  it('puts calls together that come in parts, several at a time', async () => {
    const model = new ChunkModel([
      chunk({ content: 'Well' }),
      chunk({ content: '', tool_call_chunks: [part(0, '', { id: 'c1', name: 'look' })] }),
      chunk({ content: '', tool_call_chunks: [part(0, '{"at":')] }),
      chunk({ content: '', tool_call_chunks: [part(1, '{}', { id: 'c2', name: 'look' })] }),
      chunk({ content: '', tool_call_chunks: [part(0, '"it"}')] }),
    ]);
    const events = await answered(({ messages }) => model.stream(messages));
    expect(textOf(events)).toBe('Well');
    expect(callsOf(events)).toEqual([
      ['c1', { name: 'look', args: '{"at":"it"}' }],
      ['c2', { name: 'look', args: '{}' }],
    ]);
    const types = events.map(({ type }) => type);
    expect(types.indexOf('TEXT_MESSAGE_END')).toBeLessThan(types.indexOf('TOOL_CALL_START'));
    expect(types.filter((type) => type === 'TOOL_CALL_END')).toHaveLength(2);
  });

  it('takes whole calls within a stream once, and says on what the assistant says alone', async () => {
    const whole = chunk({
      content: '',
      tool_calls: [{ id: 'c1', name: 'look', args: { at: 'a' } }],
    });
    async function* stream() {
      yield new HumanMessage('not to be repeated');
      yield new ToolMessage({ content: 'nor this', tool_call_id: 'c0' });
      yield whole;
      yield whole;
      yield chunk({ content: [{ type: 'text', text: 'Done' }] });
    }
    const events = await answered(() => stream());
    expect(callsOf(events)).toEqual([['c1', { name: 'look', args: '{"at":"a"}' }]]);
    expect(textOf(events)).toBe('Done');
  });

  it('gives chains what models of LangChain take [v1.defect.05]', async () => {
    const given: ChainFnParameters[] = [];
    const model = new FakeStreamingChatModel({ responses: [new AIMessage('ok')] });
    await answered(
      (parameters) => {
        given.push(parameters);
        return model.bindTools(parameters.tools).invoke(parameters.messages);
      },
      {
        threadId: 'thread',
        runId: 'run',
        forwardedProps: { model: 'm' },
        messages: [
          { id: 's1', role: 'system', content: 'Be kind' },
          userMessage(
            [
              { type: 'text', text: 'What is it?' },
              {
                type: 'image',
                source: { type: 'data', value: 'AAAA', mimeType: 'image/png' },
              },
            ],
            'u1',
          ),
          {
            id: 'a1',
            role: 'assistant',
            content: 'Well',
            toolCalls: [
              { id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":"it"}' } },
            ],
          },
          { id: 'r1', role: 'tool', toolCallId: 'c1', content: 'seen' },
          userMessage('And?', 'u2'),
        ],
      },
    );
    const [{ messages, tools, ...others } = { messages: [], tools: [] }] = given;
    expect(others).toMatchObject({ model: 'm', threadId: 'thread', runId: 'run' });
    expect(messages.map((message) => [message.getType(), message.content])).toEqual([
      ['system', 'Be kind'],
      [
        'human',
        [
          { type: 'text', text: 'What is it?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      ],
      ['ai', 'Well'],
      ['tool', 'seen'],
      ['human', 'And?'],
    ]);
    expect(messages[2]).toMatchObject({
      tool_calls: [{ id: 'c1', name: 'look', args: { at: 'it' } }],
    });
    expect(messages[3]).toMatchObject({ tool_call_id: 'c1', name: 'look' });
    expect(tools).toMatchObject([
      { name: 'look', description: 'Looks at something', schema: LOOK.parameters },
    ]);
  });

  it('leaves out calls without a result and results without a call, which providers refuse', async () => {
    const { messages } = await loadLangChain();
    const history = toV1Messages([
      {
        id: 'a1',
        role: 'assistant',
        toolCalls: [
          { id: 'c1', type: 'function', function: { name: 'look', arguments: '{' } },
          { id: 'c2', type: 'function', function: { name: 'look', arguments: '{}' } },
        ],
      },
      { id: 'r1', role: 'tool', toolCallId: 'c1', content: 'seen' },
      { id: 'r9', role: 'tool', toolCallId: 'c9', content: 'lost' },
      {
        id: 'a2',
        role: 'assistant',
        toolCalls: [{ id: 'c3', type: 'function', function: { name: 'look', arguments: '{}' } }],
      },
    ]);
    const converted = toLangChainMessages(history, messages);
    expect(converted.map((message) => message.getType())).toEqual(['ai', 'tool']);
    expect(converted[0]).toMatchObject({ tool_calls: [{ id: 'c1', name: 'look', args: {} }] });
  });

  it.each<[string, ChainFn, string, string]>([
    [
      'throws',
      () => {
        throw Object.assign(new Error('no access'), { status: 401 });
      },
      'AUTHENTICATION_ERROR',
      'LangChain API error: no access',
    ],
    [
      'breaks off',
      async function* breaking() {
        yield 'Hello';
        await Promise.reject(new Error('gone'));
      },
      'NETWORK_ERROR',
      'LangChain API error: gone',
    ],
    ['returns nothing', async () => undefined, 'MISUSE', 'chainFn must answer with a text'],
    [
      'returns what is no answer',
      async () => ({ output: 'x' }),
      'MISUSE',
      'chainFn must answer with a text',
    ],
  ])('ends in order when a chain %s', async (_, chainFn, code, message) => {
    const { events } = await hostAdapter(new LangChainAdapter({ chainFn })).run();
    expect(terminalOf(events)).toMatchObject({
      type: 'RUN_ERROR',
      code,
      message: expect.stringContaining(message) as unknown,
    });
  });

  it('leaves the stream of a run that is stopped', async () => {
    let left = false;
    let begun = false;
    const chainFn: ChainFn = ({ signal }) =>
      (async function* stream() {
        try {
          yield 'Begun';
          begun = true;
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
          yield 'late';
        } finally {
          left = true;
        }
      })();
    const { client } = hostAdapter(new LangChainAdapter({ chainFn }));
    const body = runBodySaying('Hello');
    const answering = client.run('default', body);
    await until(() => begun, 'the chain to begin');
    await client.stop('default', body.threadId, {});
    expect(await (await answering).text()).not.toContain('late');
    await until(() => left, 'the stream to be left');
  });

  it('leaves a stream that is silent, and one that nobody reads any more', async () => {
    const left: string[] = [];
    let asked = 0;
    const silent = (name: string) =>
      new IterableReadableStream<string>({ cancel: () => void left.push(name) });
    const hanging = new LangChainAdapter({
      chainFn: () => {
        asked += 1;
        return silent('read');
      },
    });
    const late = new LangChainAdapter({
      chainFn: async ({ signal }) => {
        asked += 1;
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        return silent('unread');
      },
    });
    for (const [index, adapter] of [hanging, late].entries()) {
      const { client } = hostAdapter(adapter);
      const body = runBodySaying('Hello');
      const answering = client.run('default', body);
      await until(() => asked === index + 1, 'the chain to be asked');
      await client.stop('default', body.threadId, {});
      await (await answering).text();
    }
    await until(() => left.length === 2, 'both streams to be left');
    expect(left).toEqual(['read', 'unread']);
  });

  it('says which package is missing', async () => {
    const load = () => Promise.reject(new Error('Cannot find package'));
    await expect(loadLangChain(load)).rejects.toThrow('run "npm install @langchain/core"');
  });

  it('cannot be made without a chain', () => {
    expect(() => new LangChainAdapter({} as never)).toThrow('needs the option "chainFn"');
  });
});
