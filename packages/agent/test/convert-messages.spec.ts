import { streamText as streamText5 } from 'ai5';
import { streamText as streamText6 } from 'ai6';
import { streamText as streamText7 } from 'ai7';
import { convertMessagesToVercelAISDKMessages } from '../src/compat/convert-messages.js';

const HISTORY = [
  { id: 's', role: 'system', content: 'Be kind.' },
  { id: 'd', role: 'developer', content: 'Be brief.' },
  {
    id: 'u1',
    role: 'user',
    content: [
      { type: 'text', text: 'Look' },
      { type: 'image', source: { type: 'data', value: 'iVBORw==', mimeType: 'image/png' } },
      { type: 'image', source: { type: 'url', value: 'https://files.example.com/a.png' } },
      { type: 'audio', source: { type: 'data', value: 'AAE=', mimeType: 'audio/wav' } },
      {
        type: 'document',
        filename: 'a.pdf',
        source: {
          type: 'url',
          value: 'https://files.example.com/a.pdf',
          mimeType: 'application/pdf',
        },
      },
      { type: 'binary', mimeType: 'image/png', data: 'iVBORw==' },
      { type: 'binary', mimeType: 'application/pdf', url: 'https://files.example.com/b.pdf' },
      { type: 'image', source: { type: 'url', value: 'no URL' } },
      { type: 'image', source: { type: 'file', value: 'file-1' } },
    ],
  },
  { id: 'r', role: 'reasoning', content: 'Hm', encryptedValue: 'v1:openai:e30' },
  {
    id: 'a',
    role: 'assistant',
    content: 'Well',
    toolCalls: [
      { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
      { id: 'c2', type: 'function', function: { name: 'weather', arguments: '[1]' } },
      { id: 'c3', type: 'function', function: { name: 'search', arguments: '{' } },
    ],
  },
  { id: 't1', role: 'tool', toolCallId: 'c1', content: 'sunny' },
  { id: 't2', role: 'tool', toolCallId: 'c2', content: '', error: 'No such city' },
  {
    id: 't3',
    role: 'tool',
    toolCallId: 'c3',
    content: [
      { type: 'text', text: 'Found' },
      { type: 'image', source: { type: 'data', value: 'iVBORw==', mimeType: 'image/png' } },
    ],
  },
  { id: 'x', role: 'activity', activityType: 'a2ui', content: {} },
  { id: 'e', role: 'assistant' },
  { id: 'u2', role: 'user', content: 'Go on' },
  { id: 'u3', role: 'user', content: [] },
];

const COMMON = {
  provider: 'scripted.chat',
  modelId: 'scripted',
  supportedUrls: { '*/*': [/^https:/] },
  doGenerate: () => Promise.reject(new Error('Not asked for')),
};

interface Question {
  readonly prompt: readonly { readonly role: string; readonly content: unknown }[];
}

function streamOf(parts: readonly unknown[]): ReadableStream<unknown> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

/** A model of one specification version that says `Yes` and keeps what it was asked. */
function scriptedModel(version: 'v2' | 'v3' | 'v4') {
  const questions: Question[] = [];
  const tokens = { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0, text: 1, reasoning: 0 };
  const usage =
    version === 'v2'
      ? { inputTokens: 1, outputTokens: 1, totalTokens: 2 }
      : { inputTokens: tokens, outputTokens: tokens };
  const finishReason = version === 'v2' ? 'stop' : { unified: 'stop', raw: 'stop' };
  const parts = [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id: '1' },
    { type: 'text-delta', id: '1', delta: 'Yes' },
    { type: 'text-end', id: '1' },
    { type: 'finish', finishReason, usage },
  ];
  const doStream = (question: Question) => {
    questions.push(question);
    return Promise.resolve({ stream: streamOf(parts) });
  };
  return { questions, model: { ...COMMON, specificationVersion: version, doStream } };
}

// The scripted models have the shape of their version; each major has a type of its own for it.
const MAJORS = [
  [
    5,
    'v2',
    (model: unknown, messages: typeof CONVERTED) =>
      streamText5({
        model: model as Parameters<typeof streamText5>[0]['model'],
        messages,
        allowSystemInMessages: true,
      }).text,
  ],
  [
    6,
    'v3',
    (model: unknown, messages: typeof CONVERTED) =>
      streamText6({
        model: model as Parameters<typeof streamText6>[0]['model'],
        messages,
        allowSystemInMessages: true,
      }).text,
  ],
  [
    7,
    'v4',
    (model: unknown, messages: typeof CONVERTED) =>
      streamText7({
        model: model as Parameters<typeof streamText7>[0]['model'],
        messages,
        allowSystemInMessages: true,
      }).text,
  ],
] as const;

const CONVERTED = convertMessagesToVercelAISDKMessages(HISTORY, {
  forwardSystemMessages: true,
  forwardDeveloperMessages: true,
});

describe('messages for the AI SDK', () => {
  it.each(MAJORS)(
    'are accepted by streamText of ai %d [history.converter]',
    async (_, version, ask) => {
      const { model, questions } = scriptedModel(version);
      expect(await ask(model, CONVERTED)).toBe('Yes');
      const roles = questions[0]?.prompt.map(({ role }) => role);
      expect(roles?.slice(0, 4)).toEqual(['system', 'system', 'user', 'assistant']);
      expect(JSON.stringify(questions[0]?.prompt)).toContain('No such city');
    },
  );

  it('are what upstream makes of them [history.converter]', () => {
    expect(convertMessagesToVercelAISDKMessages(HISTORY)).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image', image: 'iVBORw==', mediaType: 'image/png' },
          { type: 'image', image: new URL('https://files.example.com/a.png') },
          { type: 'file', data: 'AAE=', mediaType: 'audio/wav' },
          {
            type: 'file',
            data: new URL('https://files.example.com/a.pdf'),
            mediaType: 'application/pdf',
            filename: 'a.pdf',
          },
          { type: 'image', image: 'iVBORw==', mediaType: 'image/png' },
          {
            type: 'file',
            data: new URL('https://files.example.com/b.pdf'),
            mediaType: 'application/pdf',
          },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Well' },
          { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: { city: 'Rome' } },
          { type: 'tool-call', toolCallId: 'c2', toolName: 'weather', input: {} },
          { type: 'tool-call', toolCallId: 'c3', toolName: 'search', input: {} },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c1',
            toolName: 'weather',
            output: { type: 'text', value: 'sunny' },
          },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c2',
            toolName: 'weather',
            output: { type: 'error-text', value: 'No such city' },
          },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c3',
            toolName: 'search',
            output: { type: 'text', value: 'Found\n[image/png]' },
          },
        ],
      },
      { role: 'assistant', content: [] },
      { role: 'user', content: 'Go on' },
      { role: 'user', content: '' },
    ]);
  });

  it.each([
    ['system', { forwardSystemMessages: true }, ['Be kind.']],
    ['developer', { forwardDeveloperMessages: true }, ['Be brief.']],
  ])('have the role system for forwarded %s messages', (_, options, contents) => {
    const messages = convertMessagesToVercelAISDKMessages(HISTORY.slice(0, 2), options);
    expect(messages).toEqual(contents.map((content) => ({ role: 'system', content })));
  });

  it('name a tool unknown whose call is missing', () => {
    const [message] = convertMessagesToVercelAISDKMessages([
      { id: 't', role: 'tool', toolCallId: 'c9', content: 'R' },
    ]);
    expect(message?.content).toEqual([expect.objectContaining({ toolName: 'unknown' })]);
  });

  it('tell a logger what is left out, without contents', () => {
    const lines: unknown[] = [];
    const log = (...line: unknown[]) => lines.push(line);
    convertMessagesToVercelAISDKMessages(HISTORY, {
      logger: { debug: log, warn: log, error: log },
    });
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toMatch(/no URL|file-1|Rome/);
  });
});
