import { describe, expect, it } from '@jest/globals';

import type { LanguageModel } from './language-model.js';
import type { ModelCall } from './model-call.js';
import type { ModelPart } from './model-part.js';
import { openModelStream } from './open-model-stream.js';
import { never, scriptedModel } from '../../test/support/part-stream-model.js';

const versions = ['v2', 'v3', 'v4'];

function question(more: Partial<ModelCall> = {}): ModelCall {
  return {
    prompt: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
    tools: [],
    toolChoice: 'auto',
    settings: {},
    signal: new AbortController().signal,
    ...more,
  };
}

async function said(model: LanguageModel, call = question()): Promise<ModelPart[]> {
  const parts: ModelPart[] = [];
  for await (const part of openModelStream(model, call)) parts.push(part);
  return parts;
}

const flat = {
  type: 'finish',
  finishReason: 'tool-calls',
  usage: {
    inputTokens: 3,
    outputTokens: 4,
    totalTokens: 7,
    reasoningTokens: 1,
    cachedInputTokens: 2,
  },
  providerMetadata: { anthropic: { cacheCreationInputTokens: 5 } },
};
const nested = {
  type: 'finish',
  finishReason: { unified: 'tool-calls', raw: 'tool_use' },
  usage: {
    inputTokens: { total: 3, noCache: 1, cacheRead: 2, cacheWrite: 5 },
    outputTokens: { total: 4, text: 3, reasoning: 1 },
  },
  providerMetadata: { anthropic: {} },
};

describe('openModelStream', () => {
  it.each([
    ['v2', flat],
    ['v3', nested],
    ['v4', nested],
  ])('reads the reason and the usage of %s [model.versions]', async (version, finish) => {
    expect(await said(scriptedModel(version, [finish]))).toEqual([
      {
        type: 'finish',
        reason: 'tool-calls',
        usage: {
          inputTokens: 3,
          outputTokens: 4,
          totalTokens: 7,
          reasoningTokens: 1,
          cachedInputTokens: 2,
          cacheWriteTokens: 5,
        },
        providerMetadata: finish.providerMetadata,
      },
    ]);
  });

  it('leaves out counts that are not told, and takes an unknown reason for "other"', async () => {
    const finish = {
      type: 'finish',
      finishReason: { unified: 'hologram', raw: 'hologram' },
      usage: { inputTokens: { total: undefined }, outputTokens: { total: -1, reasoning: NaN } },
    };
    expect(await said(scriptedModel('v4', [finish]))).toEqual([
      { type: 'finish', reason: 'other', usage: {} },
    ]);
  });

  it.each(versions)(
    'passes on text, reasoning and tool calls of %s [model.versions]',
    async (version) => {
      const parts = [
        { type: 'reasoning-start', id: '0' },
        { type: 'reasoning-delta', id: '0', delta: 'hm' },
        { type: 'reasoning-end', id: '0', providerMetadata: { anthropic: { signature: 's' } } },
        { type: 'text-start', id: '1' },
        { type: 'text-delta', id: '1', delta: 'hello' },
        { type: 'text-end', id: '1' },
        { type: 'tool-input-start', id: 'c1', toolName: 'add' },
        { type: 'tool-input-delta', id: 'c1', delta: '{}' },
        { type: 'tool-input-end', id: 'c1' },
        { type: 'tool-call', toolCallId: 'c1', toolName: 'add', input: '{}' },
        {
          type: 'tool-call',
          toolCallId: 'c2',
          toolName: 'web',
          input: '{}',
          providerExecuted: true,
        },
        { type: 'tool-result', toolCallId: 'c2', toolName: 'web', result: [1], isError: true },
        { type: 'error', error: 'late' },
      ];
      expect(await said(scriptedModel(version, parts))).toEqual(parts);
    },
  );

  it('reads which model answers [model.versions]', async () => {
    const told = {
      type: 'response-metadata',
      id: 'r1',
      modelId: 'one-2026',
      timestamp: new Date(),
    };
    const parts = [told, { type: 'response-metadata', modelId: 'two' }];
    expect(await said(scriptedModel('v3', parts))).toEqual([
      { type: 'response-metadata', id: 'r1', modelId: 'one-2026' },
      { type: 'response-metadata', modelId: 'two' },
    ]);
  });

  it('skips what it does not know [model.versions]', async () => {
    const unknown = [
      'stream-start',
      'response-metadata',
      'raw',
      'ping',
      'custom',
      'hologram',
      'toString',
    ];
    const parts = [...unknown.map((type) => ({ type })), 'text', null, undefined, 7];
    expect(await said(scriptedModel('v4', parts))).toEqual([]);
  });

  it('reads bare and tagged files, and those of the reasoning [model.versions]', async () => {
    const bytes = new Uint8Array([1, 2]);
    const url = new URL('https://files.example/a.png');
    const parts = [
      { type: 'file', mediaType: 'image/png', data: bytes },
      { type: 'file', mediaType: 'image/png', data: 'AQI=' },
      { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AQI=' } },
      { type: 'file', mediaType: 'image/png', data: { type: 'url', url: url.href } },
      { type: 'reasoning-file', mediaType: 'image/png', data: { type: 'data', data: bytes } },
      { type: 'file', mediaType: 'image/png', data: { type: 'hologram' } },
    ];
    const file = { type: 'file', mediaType: 'image/png' };
    expect(await said(scriptedModel('v4', parts))).toEqual([
      { ...file, data: bytes },
      { ...file, data: 'AQI=' },
      { ...file, data: 'AQI=' },
      { ...file, data: url },
      { ...file, data: bytes, isReasoning: true },
    ]);
  });

  it('tells each source once, whether it comes as a part or as a citation', async () => {
    const source = {
      type: 'source',
      sourceType: 'url',
      id: 's1',
      url: 'https://a.example',
      title: 'A',
    };
    const other = { ...source, id: 's2' };
    const parts = [
      source,
      { type: 'text-end', id: '1', citations: [{ source }, { source: other }, 'odd'] },
      source,
    ];
    expect(await said(scriptedModel('v4', parts))).toEqual([
      source,
      other,
      { type: 'text-end', id: '1' },
    ]);
  });

  it('makes JSON text of arguments that a model gives as an object', async () => {
    const call = { type: 'tool-call', toolCallId: 'c', toolName: 't' };
    const parts = [{ ...call, input: { a: 1 } }, call];
    expect(await said(scriptedModel('v3', parts))).toMatchObject([
      { input: '{"a":1}' },
      { input: '{}' },
    ]);
  });

  it.each([
    ['v2', 'unknown', {}],
    ['v3', { unified: 'other', raw: undefined }, { outputTokens: { total: 3 } }],
    ['v4', { unified: 'interrupted', raw: undefined }, { outputTokens: { total: 3 } }],
  ])(
    'does not take what %s makes up at an early end for a finish [model.incomplete]',
    async (version, finishReason, usage) => {
      expect(await said(scriptedModel(version, [{ type: 'finish', finishReason, usage }]))).toEqual(
        [],
      );
    },
  );

  it.each([
    ['v2', 'unknown', { outputTokens: 3 }],
    ['v3', { unified: 'other', raw: 'eos' }, {}],
  ])('takes a reason that %s does not know for a finish', async (version, finishReason, usage) => {
    const parts = await said(scriptedModel(version, [{ type: 'finish', finishReason, usage }]));
    expect(parts).toMatchObject([{ type: 'finish' }]);
  });

  it('ends without a finish where the model does', async () => {
    expect(await said(scriptedModel('v3', []))).toEqual([]);
  });

  it.each(versions)('asks %s with settings, tools, headers and the signal', async (version) => {
    const model = scriptedModel(version, []);
    const call = question({
      settings: {
        temperature: 0,
        topP: undefined,
        stopSequences: ['.'],
        model: 'not a setting',
      } as never,
      tools: [{ name: 'add', description: 'adds', inputSchema: { type: 'object' }, strict: true }],
      toolChoice: { type: 'tool', toolName: 'add' },
      headers: { 'x-trace': '1' },
      providerOptions: { openai: { user: 'u' } },
    });
    await said(model, call);
    expect(model.calls).toEqual([
      {
        prompt: call.prompt,
        temperature: 0,
        stopSequences: ['.'],
        tools: [
          {
            type: 'function',
            name: 'add',
            description: 'adds',
            inputSchema: { type: 'object' },
            ...(version === 'v2' ? {} : { strict: true }),
          },
        ],
        toolChoice: { type: 'tool', toolName: 'add' },
        headers: { 'x-trace': '1' },
        providerOptions: { openai: { user: 'u' } },
        includeRawChunks: false,
        abortSignal: call.signal,
      },
    ]);
  });

  it('sends neither tools nor a choice when there are none', async () => {
    const model = scriptedModel('v3', []);
    await said(model, question({ toolChoice: 'required' }));
    expect(Object.keys(model.calls[0] ?? {})).not.toEqual(expect.arrayContaining(['toolChoice']));
  });

  it('asks the model only when the first part is wanted', async () => {
    const model = scriptedModel('v3', [{ type: 'text-start', id: '1' }]);
    const parts = openModelStream(model, question());
    expect(model.calls).toHaveLength(0);
    await parts.next();
    expect(model.calls).toHaveLength(1);
    await parts.return();
  });

  it('cancels the stream when the reader leaves early [model.abort]', async () => {
    const model = scriptedModel('v3', [{ type: 'text-start', id: '1' }, never()]);
    for await (const part of openModelStream(model, question())) {
      expect(part.type).toBe('text-start');
      break;
    }
    expect(model.cancelled.count).toBe(1);
  });

  it('leaves a stream that hangs as soon as it is aborted [model.abort]', async () => {
    const abort = new AbortController();
    const model = scriptedModel('v3', [{ type: 'text-start', id: '1' }, never()]);
    const parts = openModelStream(model, question({ signal: abort.signal }));
    await parts.next();
    const next = parts.next();
    abort.abort(new Error('stopped'));
    await expect(next).rejects.toThrow('stopped');
    expect(model.cancelled.count).toBe(1);
  });

  it('leaves a model that does not begin as soon as it is aborted [model.abort]', async () => {
    const abort = new AbortController();
    const late = deferred<{ stream: ReadableStream }>();
    const model: LanguageModel = { ...scriptedModel('v3'), doStream: () => late.promise };
    const next = openModelStream(model, question({ signal: abort.signal })).next();
    abort.abort(new Error('stopped'));
    await expect(next).rejects.toThrow('stopped');

    const cancelled = deferred<string>();
    late.resolve({ stream: new ReadableStream({ cancel: () => cancelled.resolve('cancelled') }) });
    await expect(cancelled.promise).resolves.toBe('cancelled');
  });

  it('asks nobody when it is aborted already', async () => {
    const model = scriptedModel('v3', []);
    const call = question({ signal: AbortSignal.abort(new Error('stopped')) });
    await expect(said(model, call)).rejects.toThrow('stopped');
    expect(model.calls).toHaveLength(0);
  });

  it('throws what breaks the stream, and unlocks it', async () => {
    const broken = new Error('torn');
    let stream: ReadableStream | undefined;
    const scripted = scriptedModel('v3', [{ type: 'text-start', id: '1' }, broken]);
    const model: LanguageModel = {
      ...scripted,
      doStream: async (options: never) => {
        const result = await scripted.doStream(options);
        stream = result.stream;
        return result;
      },
    };
    await expect(said(model)).rejects.toBe(broken);
    expect(stream?.locked).toBe(false);
  });
});

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
