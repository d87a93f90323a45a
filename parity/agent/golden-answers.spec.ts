import type { Tool } from '@flightdeck/core';
import { BasicAgent, defineTool } from '@flightdeck/agent';
import { callTool, sayText, think } from '@flightdeck/testing';
import { CLIENT_1, CLIENTS, type ClientVersion } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import type { ClientRun, Transport } from '../support/http-client.js';
import { Conversation, type ConversationOptions } from './support/conversation.js';
import { BACKENDS, type ModelBackend } from './support/model-backend.js';
import { PROVIDERS, type Provider } from './support/providers.js';

const USER_CALL = { id: 'call_1' };
const WEATHER = defineTool({
  name: 'weather',
  description: 'The weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  execute: ({ city }: Record<string, unknown>) => ({ city, sky: 'sunny' }),
});
const PERMIT = defineTool({
  name: 'permit',
  description: 'Asks a person',
  parameters: { type: 'object', properties: { what: { type: 'string' } } },
  interrupt: true,
  interruptReason: 'approval',
});
const CONFIRM: Tool = {
  name: 'confirm',
  description: 'Asks the user',
  parameters: { type: 'object', properties: { question: { type: 'string' } } },
};

/** A good run: begun and finished once, with the tokens of so many model calls. */
function expectFinished(run: ClientRun, calls = 1): void {
  expect(run.rejection).toBeUndefined();
  expect(run.failures).toEqual([]);
  const types = run.events.map(({ type }) => type);
  expect([types[0], types.at(-1)]).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  expect(run.events.at(-1)?.usage).toEqual([
    expect.objectContaining({ inputTokens: 11 * calls, outputTokens: 7 * calls }),
  ]);
}

interface Row {
  readonly client: ClientVersion;
  readonly provider: Provider;
  readonly transport: Transport;
}

/** Each generation of clients, and the newest over the other transport, too. */
const WAYS: readonly (readonly [version: string, transport: Transport, client: ClientVersion])[] = [
  ...CLIENTS.map((client) => [client.version, 'rest', client] as const),
  [CLIENT_1.version, 'single', CLIENT_1],
];

describe.each(BACKENDS)('a built-in agent asks %s', (_backend, start) => {
  let guard: ConsoleGuard;
  let backend: ModelBackend;
  let open: Conversation[];

  beforeEach(async () => {
    guard = guardConsole();
    backend = await start();
    open = [];
  });
  afterEach(async () => {
    await Promise.all(open.map((conversation) => conversation.close()));
    await backend.close();
    guard.release();
  });

  const converse = async (
    row: Row,
    options: Pick<ConversationOptions, 'Agent' | 'config' | 'tools'> = {},
  ): Promise<Conversation> => {
    const conversation = await Conversation.start({ ...row, origin: backend.origin, ...options });
    open.push(conversation);
    return conversation;
  };
  const expectQuiet = (conversation: Conversation): void => {
    guard.expectSilence();
    expect([...conversation.served.log, ...conversation.log]).toEqual([]);
  };

  describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))(
    'as %s',
    (_provider, provider) => {
      describe.each(WAYS)(
        'for HttpAgent %s over the transport %s [agent.matrix] [api.built-in-agent]',
        (_version, transport, client) => {
          const row = { client, provider, transport };

          it('says a text, and answers the next one', async () => {
            const conversation = await converse(row);
            backend.answer([sayText('Hello wörld 🌍')], [sayText('Again')]);
            expectFinished(await conversation.say('hi'));
            expectFinished(await conversation.say('and?'));
            expect(conversation.shown()).toEqual([
              'user: hi',
              'assistant: Hello wörld 🌍',
              'user: and?',
              'assistant: Again',
            ]);
            expect(backend.asked()[1]).toContain('Hello wörld 🌍');
            expectQuiet(conversation);
          });

          it('does so by its older name, and says which name is the newer one', async () => {
            const conversation = await converse(row, { Agent: BasicAgent });
            backend.answer([sayText('Hello')]);
            expectFinished(await conversation.say('hi'));
            expect(conversation.shown()).toEqual(['user: hi', 'assistant: Hello']);
            expect(conversation.log.map(({ message }) => message)).toEqual([
              expect.stringContaining('use BuiltInAgent'),
            ]);
            guard.expectSilence();
          });

          it('shows reasoning before the text, and answers the next one', async () => {
            const conversation = await converse(row);
            backend.answer([think('Let me see', 'c2ln'), sayText('42')], [sayText('Sure')]);
            expectFinished(await conversation.say('why?'));
            expectFinished(await conversation.say('sure?'));
            expect(conversation.shown()).toEqual([
              'user: why?',
              'reasoning: Let me see',
              'assistant: 42',
              'user: sure?',
              'assistant: Sure',
            ]);
            expectQuiet(conversation);
          });

          it('runs a tool and tells the model its result', async () => {
            const conversation = await converse(row, { config: { tools: [WEATHER] } });
            backend.answer(
              [callTool('weather', { city: 'Rome' }, USER_CALL)],
              [sayText('It is sunny')],
              [sayText('Yes')],
            );
            expectFinished(await conversation.say('weather?'), 2);
            expectFinished(await conversation.say('really?'));
            expect(conversation.shown()).toEqual([
              'user: weather?',
              'assistant:  [call_1 weather({"city":"Rome"})]',
              'tool call_1: {"city":"Rome","sky":"sunny"}',
              'assistant: It is sunny',
              'user: really?',
              'assistant: Yes',
            ]);
            expect(backend.asked()).toHaveLength(3);
            expect(backend.asked()[1]).toContain('sunny');
            expectQuiet(conversation);
          });

          it('runs several tools of one step', async () => {
            const conversation = await converse(row, { config: { tools: [WEATHER] } });
            backend.answer(
              [
                sayText('Two:'),
                callTool('weather', { city: 'Rome' }, { id: 'call_1' }),
                callTool('weather', { city: 'Oslo' }, { id: 'call_2' }),
              ],
              [sayText('Both sunny')],
              [sayText('Yes')],
            );
            expectFinished(await conversation.say('weather?'), 2);
            expectFinished(await conversation.say('really?'));
            const shown = conversation.shown();
            expect(shown[1]).toBe(
              'assistant: Two: [call_1 weather({"city":"Rome"})] [call_2 weather({"city":"Oslo"})]',
            );
            expect(shown.slice(2, 4).toSorted()).toEqual([
              'tool call_1: {"city":"Rome","sky":"sunny"}',
              'tool call_2: {"city":"Oslo","sky":"sunny"}',
            ]);
            expect(shown.slice(4)).toEqual([
              'assistant: Both sunny',
              'user: really?',
              'assistant: Yes',
            ]);
            expectQuiet(conversation);
          });

          it('leaves a tool of the browser to the browser, and goes on with its answer', async () => {
            const conversation = await converse(row, { tools: [CONFIRM] });
            backend.answer(
              [callTool('confirm', { question: 'ok?' }, USER_CALL)],
              [sayText('Thank you')],
            );
            expectFinished(await conversation.say('do it'));
            expect(conversation.shown().at(-1)).toBe(
              'assistant:  [call_1 confirm({"question":"ok?"})]',
            );
            expectFinished(await conversation.answerCall('call_1', 'approved by hand'));
            expect(conversation.shown().slice(2)).toEqual([
              'tool call_1: approved by hand',
              'assistant: Thank you',
            ]);
            expect(backend.asked()[1]).toContain('approved by hand');
            expectQuiet(conversation);
          });

          it('stops for a person, and goes on with the answer', async () => {
            const conversation = await converse(row, { config: { tools: [PERMIT] } });
            backend.answer(
              [callTool('permit', { what: 'launch' }, USER_CALL)],
              [sayText('Launched')],
              [sayText('Yes')],
            );
            const asking = await conversation.say('launch');
            expectFinished(asking);
            expect(asking.events.at(-1)?.outcome).toMatchObject({
              type: 'interrupt',
              interrupts: [{ id: 'call_1', toolCallId: 'call_1', reason: 'approval' }],
            });
            const payload = { granted: 'by the captain' };
            const resume = [{ interruptId: 'call_1', status: 'resolved', payload }];
            expectFinished(await conversation.run({ resume }));
            expect(conversation.shown().at(-1)).toBe('assistant: Launched');
            expect(backend.asked()[1]).toContain('by the captain');
            expectFinished(await conversation.say('done?'));
            expectQuiet(conversation);
          });
        },
      );
    },
  );
});
