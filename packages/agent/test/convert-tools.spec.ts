import { streamText as streamText5 } from 'ai5';
import { MockLanguageModelV2, simulateReadableStream } from 'ai5/test';
import { jsonSchema, streamText as streamText6 } from 'ai6';
import { MockLanguageModelV3 } from 'ai6/test';
import { streamText as streamText7 } from 'ai7';
import * as v from 'valibot';
import { z } from 'zod';
import { z as z3 } from 'zod3';
import { AgentConfigError } from '../src/options/agent-config-error.js';
import {
  convertToolDefinitionsToVercelAITools,
  convertToolsToVercelAITools,
  type VercelAIToolSet,
} from '../src/compat/convert-tools.js';
import { convertJsonSchemaToZodSchema } from '../src/compat/convert-json-schema.js';
import { defineTool } from '../src/tools/define-tool.js';

const FINISH = {
  v2: { finishReason: 'tool-calls', usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } },
  v3: {
    finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
    usage: { inputTokens: { total: 1 }, outputTokens: { total: 1 } },
  },
};

/** The parts of a stream in which a model calls a tool. */
function callOf(toolName: string, input: unknown, version: 'v2' | 'v3'): ReadableStream<never> {
  const chunks = [
    { type: 'stream-start', warnings: [] },
    { type: 'tool-call', toolCallId: 'c1', toolName, input: JSON.stringify(input) },
    { type: 'finish', ...FINISH[version] },
  ];
  // Parts of the version that the model says it is of.
  return simulateReadableStream({ chunks }) as ReadableStream<never>;
}

interface Outcome {
  /** What the model was told of its tools. */
  readonly told: unknown;
  readonly parts: readonly { readonly type: string }[];
}
type Run = (tools: VercelAIToolSet, toolName: string, input: unknown) => Promise<Outcome>;

async function partsOf(
  stream: AsyncIterable<{ readonly type: string }>,
): Promise<{ readonly type: string }[]> {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

const VERSIONS: readonly (readonly [string, Run])[] = [
  [
    'ai 5',
    async (tools, toolName, input) => {
      const model = new MockLanguageModelV2({
        doStream: async () => ({ stream: callOf(toolName, input, 'v2') }),
      });
      const { fullStream } = streamText5({ model, tools, prompt: 'go', onError: () => undefined });
      return { parts: await partsOf(fullStream), told: model.doStreamCalls[0]?.tools };
    },
  ],
  [
    'ai 6',
    async (tools, toolName, input) => {
      const model = new MockLanguageModelV3({
        doStream: async () => ({ stream: callOf(toolName, input, 'v3') }),
      });
      const { fullStream } = streamText6({ model, tools, prompt: 'go', onError: () => undefined });
      return { parts: await partsOf(fullStream), told: model.doStreamCalls[0]?.tools };
    },
  ],
  [
    'ai 7',
    async (tools, toolName, input) => {
      const model = new MockLanguageModelV3({
        doStream: async () => ({ stream: callOf(toolName, input, 'v3') }),
      });
      const { fullStream } = streamText7({ model, tools, prompt: 'go', onError: () => undefined });
      return { parts: await partsOf(fullStream), told: model.doStreamCalls[0]?.tools };
    },
  ],
];

const find = (parts: Outcome['parts'], type: string) => parts.find((part) => part.type === type);

describe.each(VERSIONS)('converted tools in streamText of %s', (_version, run) => {
  const parameters = {
    type: 'object',
    properties: { city: { type: 'string', minLength: 2 } },
    required: ['city'],
  };
  const browser = convertToolsToVercelAITools([
    { name: 'show', description: 'Shows', parameters },
    { name: 'bare', description: 'Takes nothing' },
  ]);

  it('tells the model the JSON Schema of a tool of the browser as it is', async () => {
    const { told } = await run(browser, 'show', { city: 'Rome' });
    expect(told).toMatchObject([
      { name: 'show', description: 'Shows', inputSchema: parameters },
      { name: 'bare', inputSchema: { type: 'object' } },
    ]);
  });

  it('leaves a call of a tool of the browser unanswered', async () => {
    const { parts } = await run(browser, 'show', { city: 'Rome' });
    expect(find(parts, 'tool-call')).toMatchObject({ toolName: 'show', input: { city: 'Rome' } });
    expect(find(parts, 'tool-result')).toBeUndefined();
    expect(find(parts, 'tool-error')).toBeUndefined();
  });

  it('refuses wrong arguments for a tool of the browser', async () => {
    const { parts } = await run(browser, 'show', { city: 'R' });
    expect(JSON.stringify(find(parts, 'tool-error'), errorTexts)).toContain(
      'Invalid arguments for tool show: city',
    );
  });

  it.each([
    ['zod 4', z.object({ n: z.string().transform(Number), m: z.number().default(5) })],
    ['zod 3', z3.object({ n: z3.string().transform(Number), m: z3.number().default(5) })],
  ])(
    'runs a tool of the server with what %s makes of the arguments [agent.tools-converters]',
    async (_name, schema) => {
      const contexts: unknown[] = [];
      const tools = convertToolDefinitionsToVercelAITools(
        [
          defineTool({
            name: 'add',
            description: 'Adds',
            parameters: schema,
            execute: ({ n, m }, { toolCallId, threadId, abortSignal }) => {
              contexts.push([toolCallId, threadId, abortSignal.aborted]);
              return n + m;
            },
          }),
        ],
        { threadId: 't1' },
      );
      const { parts } = await run(tools, 'add', { n: '3' });
      expect(find(parts, 'tool-result')).toMatchObject({ output: 8 });
      expect(contexts).toEqual([['c1', 't1', false]]);
    },
  );

  it('does not run a tool that a person answers', async () => {
    const tools = convertToolDefinitionsToVercelAITools([
      { name: 'ask', description: 'Asks', interrupt: true, execute: () => 'never' },
    ]);
    const { parts } = await run(tools, 'ask', {});
    expect(find(parts, 'tool-call')).toMatchObject({ toolName: 'ask' });
    expect(find(parts, 'tool-result')).toBeUndefined();
  });
});

function errorTexts(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.message : value;
}

describe('convertToolDefinitionsToVercelAITools', () => {
  it('tells plain valibot schemas where the AI SDK waits for them', async () => {
    const run = VERSIONS[1]?.[1];
    const tools = convertToolDefinitionsToVercelAITools([
      { name: 'a', description: 'x', parameters: v.object({ city: v.string() }) },
    ]);
    const outcome = await run?.(tools, 'a', { city: 'Rome' });
    expect(outcome?.told).toMatchObject([
      { inputSchema: { properties: { city: { type: 'string' } } } },
    ]);
  });

  it('refuses definitions that no run could use', () => {
    const twice = { name: 'a', description: 'x' };
    expect(() => convertToolDefinitionsToVercelAITools([twice, twice])).toThrow(AgentConfigError);
  });

  it('takes schemas of the AI SDK', async () => {
    const tools = convertToolDefinitionsToVercelAITools([
      { name: 'a', description: 'x', parameters: jsonSchema({ type: 'object', title: 'T' }) },
    ]);
    expect(tools.a).toMatchObject({ inputSchema: { jsonSchema: { type: 'object', title: 'T' } } });
  });
});

describe('convertJsonSchemaToZodSchema', () => {
  const SCHEMA = {
    type: 'object',
    properties: {
      city: { type: 'string', description: 'Where' },
      days: { type: 'integer' },
      unit: { enum: ['c', 'f'] },
      tags: { type: 'array', items: { type: 'string' } },
      at: { anyOf: [{ type: 'number' }, { type: 'null' }] },
      kind: { const: 'w' },
      more: { type: ['boolean', 'null'] },
      any: {},
    },
    required: ['city', 'at'],
  };

  it.each([
    ['zod 3', z3],
    ['zod 4', z],
  ])('makes a schema of %s', (_name, zod) => {
    const schema = convertJsonSchemaToZodSchema(SCHEMA, true, zod);
    const good = {
      city: 'Rome',
      days: 2,
      unit: 'c',
      tags: ['a'],
      at: null,
      kind: 'w',
      more: true,
      any: 1,
    };
    expect(schema.parse(good)).toEqual(good);
    expect(schema.safeParse({ city: 'Rome', at: 1 }).success).toBe(true);
    for (const bad of [
      { at: 1 },
      { ...good, city: 1 },
      { ...good, days: 1.5 },
      { ...good, unit: 'k' },
      { ...good, tags: [1] },
      { ...good, at: 'now' },
      { ...good, kind: 'x' },
      { ...good, more: 'yes' },
      undefined,
    ]) {
      expect(schema.safeParse(bad).success).toBe(false);
    }
  });

  it('makes a schema optional where no value is required', () => {
    const schema = convertJsonSchemaToZodSchema({ type: 'string' }, false, z);
    expect(schema.safeParse(undefined).success).toBe(true);
    expect(schema.safeParse(1).success).toBe(false);
  });

  it('keeps descriptions', () => {
    const schema = convertJsonSchemaToZodSchema<z.ZodType>(SCHEMA, true, z);
    expect(z.toJSONSchema(schema)).toMatchObject({
      properties: { city: { description: 'Where' } },
    });
  });
});
