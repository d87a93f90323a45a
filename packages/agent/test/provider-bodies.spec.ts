import { createAnthropic as createAnthropic2 } from 'ai-sdk-anthropic-2';
import { createAnthropic as createAnthropic4 } from 'ai-sdk-anthropic-4';
import { createGoogleGenerativeAI as createGoogle2 } from 'ai-sdk-google-2';
import { createGoogleGenerativeAI as createGoogle4 } from 'ai-sdk-google-4';
import { createOpenAI as createOpenAI2 } from 'ai-sdk-openai-2';
import { createOpenAI as createOpenAI4 } from 'ai-sdk-openai-4';
import { createAnthropic as createAnthropic3 } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI as createGoogle3 } from '@ai-sdk/google';
import { createOpenAI as createOpenAI3 } from '@ai-sdk/openai';
import { sealMetadata } from '../src/messages/envelope.js';
import type { LanguageModel } from '../src/model/language-model.js';
import type { ToolSpec } from '../src/model/model-call.js';
import type { ProviderOptions } from '../src/model/prompt.js';
import { openModelStream } from '../src/model/open-model-stream.js';
import { call, calls, promptOf, result, says, thinks, user } from './support/prompt-of.js';

type Create = (options: { apiKey: string; fetch: typeof fetch }) => unknown;

interface Setup {
  readonly create: Create;
  readonly modelId: string;
  readonly providerOptions?: ProviderOptions;
  readonly tools?: readonly ToolSpec[];
}

/** What the package of a provider sends to its server for a history. */
async function bodyOf(
  { create, modelId, providerOptions, tools = [] }: Setup,
  history: readonly unknown[],
) {
  const bodies: string[] = [];
  const capture: typeof fetch = (_, init) => {
    if (typeof init?.body === 'string') bodies.push(init.body);
    return Promise.resolve(new Response('{}', { status: 400 }));
  };
  // Each package has a type of its own for what `LanguageModel` describes.
  const provider = create({ apiKey: 'key', fetch: capture }) as (id: string) => LanguageModel;
  const model = provider(modelId);
  const parts = openModelStream(model, {
    prompt: await promptOf(history, { provider: model.provider }),
    tools,
    toolChoice: 'auto',
    settings: { maxOutputTokens: 4000 },
    providerOptions,
    signal: new AbortController().signal,
  });
  await expect(parts.next()).rejects.toThrow();
  return JSON.parse(bodies[0] ?? 'null') as unknown;
}

const ANTHROPIC = [
  [2, createAnthropic2],
  [3, createAnthropic3],
  [4, createAnthropic4],
] as const;
const GOOGLE = [
  [2, createGoogle2],
  [3, createGoogle3],
  [4, createGoogle4],
] as const;
const OPENAI = [
  [2, createOpenAI2],
  [3, createOpenAI3],
  [4, createOpenAI4],
] as const;

const THINKING = { anthropic: { thinking: { type: 'enabled', budgetTokens: 2000 } } };

describe('what reaches the server of a provider', () => {
  it.each(ANTHROPIC)(
    'is the signed thinking before a call, with @ai-sdk/anthropic %d [history.metadata]',
    async (_, create) => {
      const seal = (metadata: Record<string, unknown>) =>
        sealMetadata('anthropic.messages', { anthropic: metadata });
      const body = await bodyOf(
        { create, modelId: 'claude-sonnet-4-5', providerOptions: THINKING },
        [
          user('A'),
          thinks('Hm', seal({ signature: 'sig' })),
          thinks('', seal({ redactedData: 'red' })),
          thinks('Unsigned'),
          { ...calls(call('c1')), content: 'B' },
          result('c1'),
        ],
      );
      expect(body).toMatchObject({
        messages: [
          { role: 'user' },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'Hm', signature: 'sig' },
              { type: 'redacted_thinking', data: 'red' },
              { type: 'text', text: 'B' },
              { type: 'tool_use', id: 'c1', input: { city: 'Rome' } },
            ],
          },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1' }] },
        ],
      });
    },
  );

  it.each(GOOGLE)(
    'is the thought signature of a call, with @ai-sdk/google %d [history.metadata]',
    async (_, create) => {
      const value = sealMetadata('google.generative-ai', { google: { thoughtSignature: 'sig' } });
      const body = await bodyOf({ create, modelId: 'gemini-2.5-pro' }, [
        user('A'),
        calls(call('c1', { encryptedValue: value })),
        result('c1'),
      ]);
      expect(body).toMatchObject({
        contents: [
          { role: 'user' },
          {
            role: 'model',
            parts: [{ functionCall: { name: 'weather' }, thoughtSignature: 'sig' }],
          },
          { role: 'user', parts: [{ functionResponse: { name: 'weather' } }] },
        ],
      });
    },
  );

  const openai = (metadata: Record<string, unknown>) =>
    sealMetadata('openai.responses', { openai: metadata });
  const encrypted = { itemId: 'rs_1', reasoningEncryptedContent: 'enc' };

  it.each(OPENAI)(
    'is the encrypted reasoning of a question that is not stored, with @ai-sdk/openai %d [history.metadata]',
    async (_, create) => {
      const setup = { create, modelId: 'gpt-5', providerOptions: { openai: { store: false } } };
      const body = await bodyOf(setup, [
        user('A'),
        thinks('Hm', openai(encrypted)),
        calls(call('c1', { encryptedValue: openai({ itemId: 'fc_1' }) })),
        result('c1'),
      ]);
      expect(body).toMatchObject({
        input: [
          { role: 'user' },
          { type: 'reasoning', encrypted_content: 'enc', summary: [{ text: 'Hm' }] },
          { type: 'function_call', call_id: 'c1' },
          { type: 'function_call_output', call_id: 'c1' },
        ],
      });
    },
  );

  it.each(OPENAI)(
    'names stored items in the turn that is going on alone, with @ai-sdk/openai %d',
    async (_, create) => {
      const body = await bodyOf({ create, modelId: 'gpt-5' }, [
        user('A'),
        thinks('Hm', openai({ itemId: 'rs_1' })),
        says('B', openai({ itemId: 'msg_1' })),
        user('C'),
        thinks('Hm', openai({ itemId: 'rs_2' })),
        calls(call('c1', { encryptedValue: openai({ itemId: 'fc_2' }) })),
        result('c1'),
      ]);
      const text = JSON.stringify(body);
      expect(text).toContain('rs_2');
      expect(text).not.toMatch(/rs_1|msg_1/);
      expect(body).toMatchObject({
        input: expect.arrayContaining([
          { type: 'item_reference', id: 'rs_2' },
          expect.objectContaining({ type: 'function_call_output', call_id: 'c1' }),
        ]),
      });
    },
  );

  it.each([...ANTHROPIC, ...GOOGLE, ...OPENAI])(
    'is sound for the history of a stopped run with another provider (%d) [history.repair]',
    async (_, create) => {
      const modelId = 'gpt-5';
      const body = await bodyOf({ create, modelId }, [
        { id: 's', role: 'system', content: 'S' },
        says('Welcome'),
        { ...calls(call('functions.get:0')), content: 'B', encryptedValue: 'v1:mistral:e30' },
        thinks('Hm', 'v1:mistral:e30'),
        user(''),
        calls(call('c1')),
        user('C'),
      ]);
      expect(JSON.stringify(body)).toMatch(/not answered/);
    },
  );

  it.each(OPENAI)(
    'leaves optional arguments of tools optional, with @ai-sdk/openai %d [agent.optional-arguments]',
    async (_, create) => {
      const inputSchema = {
        type: 'object',
        properties: { city: { type: 'string' }, days: { type: 'number' } },
        required: ['city'],
      };
      const tools = [{ name: 'weather', inputSchema }];
      const body = await bodyOf({ create, modelId: 'gpt-5', tools }, [user('A')]);
      expect(body).toMatchObject({ tools: [{ name: 'weather', strict: false }] });
    },
  );

  const TYPES = [
    'image/png',
    'image/*',
    'image/svg+xml',
    'image/jpg',
    'application/pdf',
    'text/csv',
    'audio/wav',
    'audio/webm',
    'video/mp4',
    'application/zip',
    '',
  ];

  it.each([...ANTHROPIC, ...GOOGLE, ...OPENAI])(
    'is a question in spite of files that the package refuses (%d) [history.attachments]',
    async (_, create) => {
      const files = TYPES.map((mimeType) => ({
        type: 'document',
        filename: 'a.bin',
        source: { type: 'data', value: 'AAE=', mimeType },
      }));
      const body = await bodyOf({ create, modelId: 'gpt-5' }, [
        user([{ type: 'text', text: 'Look' }, ...files]),
      ]);
      expect(JSON.stringify(body)).toContain('Look');
    },
  );
});
