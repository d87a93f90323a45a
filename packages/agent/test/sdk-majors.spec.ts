import * as anthropic3 from '@ai-sdk/anthropic';
import * as google3 from '@ai-sdk/google';
import * as openai3 from '@ai-sdk/openai';
import { callTool, modelAnswers, ModelFaultServer, sayText, think } from '@flightdeck/testing';
import * as anthropic2 from 'ai-sdk-anthropic-2';
import * as anthropic4 from 'ai-sdk-anthropic-4';
import * as google2 from 'ai-sdk-google-2';
import * as google4 from 'ai-sdk-google-4';
import * as openai2 from 'ai-sdk-openai-2';
import * as openai4 from 'ai-sdk-openai-4';
import { wrapLanguageModel as wrap5 } from 'ai5';
import { wrapLanguageModel as wrap6 } from 'ai6';
import { wrapLanguageModel as wrap7 } from 'ai7';
import { BuiltInAgent, defineTool } from '../src/index.js';
import type { LanguageModel } from '../src/model/language-model.js';
import { CLIENTS, clientOf, type ClientVersion } from './support/run-events.js';
import { createRecordingLogger } from './support/recording-logger.js';

const VERSIONS = Object.keys(CLIENTS) as ClientVersion[];
const KEY = 'sk-0123456789';
const SIGNATURE = 'c2lnbmF0dXJl';

type Make = (server: ModelFaultServer) => LanguageModel;
type Wrap = (options: { model: never; middleware: never[] }) => unknown;

/** The three majors of the AI SDK: packages of their providers, and what wraps models. */
const MAJORS = {
  '5': { openai: openai2, anthropic: anthropic2, google: google2, wrap: wrap5 as Wrap },
  '6': { openai: openai3, anthropic: anthropic3, google: google3, wrap: wrap6 as Wrap },
  '7': { openai: openai4, anthropic: anthropic4, google: google4, wrap: wrap7 as Wrap },
} as const;
type Major = keyof typeof MAJORS;

interface Protocol {
  readonly name: string;
  readonly make: (major: Major) => Make;
  /** Whether reasoning is told, and given back with what the provider has signed. */
  readonly reasons: boolean;
}

const PROTOCOLS: readonly Protocol[] = [
  {
    name: 'OpenAI Responses',
    reasons: true,
    make: (major) => (server) =>
      MAJORS[major].openai.createOpenAI({ apiKey: KEY, baseURL: server.v1 })('gpt-5'),
  },
  {
    name: 'OpenAI chat',
    reasons: false,
    make: (major) => (server) =>
      MAJORS[major].openai.createOpenAI({ apiKey: KEY, baseURL: server.v1 }).chat('gpt-4o'),
  },
  {
    name: 'Anthropic',
    reasons: true,
    make: (major) => (server) =>
      MAJORS[major].anthropic.createAnthropic({ apiKey: KEY, baseURL: server.v1 })(
        'claude-sonnet-4-5',
      ),
  },
  {
    name: 'Gemini',
    reasons: true,
    make: (major) => (server) => {
      const { google } = MAJORS[major];
      // The declarations of version 4 do not name it.
      const { createGoogleGenerativeAI } = google as typeof google3;
      return createGoogleGenerativeAI({ apiKey: KEY, baseURL: server.v1beta })('gemini-2.5-pro');
    },
  },
];

const add = defineTool({
  name: 'add',
  description: 'Adds one',
  parameters: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
  execute: ({ a }: Record<string, unknown>) => Number(a) + 1,
});

interface Told {
  readonly lines: readonly string[];
  readonly log: readonly unknown[];
  readonly server: ModelFaultServer;
}

/** Two turns: reasoning, a call and an answer, and another answer. */
async function converse(version: ClientVersion, make: Make): Promise<Told> {
  const server = await ModelFaultServer.start(
    modelAnswers([think('Let me see', SIGNATURE), callTool('add', { a: 1 }, { id: 'c1' })]),
    modelAnswers([sayText('It is 2')]),
    modelAnswers([sayText('Sure')]),
  );
  const logger = createRecordingLogger();
  const agent = new BuiltInAgent({
    model: make(server),
    tools: [add],
    stateTools: false,
    // OpenAI is told the reasoning itself, not where it has stored it.
    providerOptions: { openai: { store: false, include: ['reasoning.encrypted_content'] } },
    logger,
  });
  const client = clientOf(version, agent);
  try {
    for (const [index, content] of ['1 + 1?', 'Really?'].entries()) {
      client.addMessage({ id: `u${String(index)}`, role: 'user', content });
      // oxlint-disable-next-line no-await-in-loop -- one turn after the other
      await client.runAgent({ runId: `r${String(index)}` });
    }
  } finally {
    await server.close();
  }
  const lines = client.messages.map((message) => {
    const calls = 'toolCalls' in message ? (message.toolCalls ?? []) : [];
    const called = calls.map(({ function: call }) => ` ${call.name}(${call.arguments})`).join('');
    const content = typeof message.content === 'string' ? message.content : '';
    return `${message.role}: ${content}${called}`;
  });
  return { lines, log: logger.lines.filter(({ level }) => level !== 'debug'), server };
}

describe.each(PROTOCOLS.map((protocol) => [protocol.name, protocol] as const))(
  'the loop of the agent with %s',
  (_name, { make, reasons }) => {
    describe.each(Object.keys(MAJORS) as Major[])('by the packages of AI SDK %s', (major) => {
      it.each(VERSIONS)(
        'tells AG-UI %s the same as with any other: reasoning, a call, answers [model.majors]',
        async (version) => {
          const { lines, log, server } = await converse(version, make(major));
          expect(lines).toEqual([
            'user: 1 + 1?',
            ...(reasons ? ['reasoning: Let me see'] : []),
            'assistant:  add({"a":1})',
            'tool: 2',
            'assistant: It is 2',
            'user: Really?',
            'assistant: Sure',
          ]);
          expect(log).toEqual([]);
          const bodies = server.requests.map(({ body }) => JSON.stringify(body));
          expect(bodies).toHaveLength(3);
          // In the next step, and from the browser's history in the next turn.
          const signed = bodies.map((body) => body.includes(SIGNATURE));
          expect(signed).toEqual([false, reasons, reasons]);
        },
      );

      it('takes a model that the SDK has wrapped [model.majors]', async () => {
        const wrapped: Make = (server) => {
          const model = make(major)(server) as never;
          // A model is what is wrapped, and comes out.
          return MAJORS[major].wrap({ model, middleware: [] }) as LanguageModel;
        };
        const { lines } = await converse('1.0.0', wrapped);
        expect(lines.at(-1)).toBe('assistant: Sure');
      });
    });
  },
);
