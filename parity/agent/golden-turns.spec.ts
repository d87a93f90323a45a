import { defineTool } from '@flightdeck/agent';
import type { Tool } from '@flightdeck/core';
import {
  callTool,
  createGate,
  modelAnswers,
  ModelFaultServer,
  modelRefuses,
  sayText,
  think,
  withDeadline,
} from '@flightdeck/testing';
import { CLIENT_1, CLIENTS } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { httpClient, runClient } from '../support/http-client.js';
import { until } from '../support/until.js';
import { Conversation, REPORTED, type ConversationOptions } from './support/conversation.js';
import { PROVIDERS } from './support/providers.js';

const ADD = defineTool({
  name: 'add',
  description: 'Adds',
  parameters: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
  execute: ({ a }: Record<string, unknown>) => Number(a) + 1,
});
const CONFIRM: Tool = {
  name: 'confirm',
  description: 'Asks the user',
  parameters: { type: 'object', properties: {} },
};

/** Stops the run when the condition holds, as soon as the runtime knows it. */
async function stopOnce({ served }: Conversation, condition: () => boolean): Promise<void> {
  await until('the run to be stopped', async () => {
    if (!condition()) return false;
    const reply = await fetch(`${served.url}/agent/default/stop/t1`, { method: 'POST' });
    return ((await reply.json()) as { stopped?: boolean }).stopped === true;
  });
}

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))(
  'a thread of a built-in agent with %s',
  (_provider, provider) => {
    describe.each(CLIENTS.map((client) => [client.version, client] as const))(
      'goes on for HttpAgent %s [agent.next-turn]',
      (_client, client) => {
        let guard: ConsoleGuard;
        let models: ModelFaultServer;
        let open: Conversation[];

        beforeEach(async () => {
          guard = guardConsole();
          models = await ModelFaultServer.start();
          open = [];
        });
        afterEach(async () => {
          await Promise.all(open.map((conversation) => conversation.close()));
          await models.close();
          guard.release();
        });

        const converse = async (
          options: Pick<ConversationOptions, 'config' | 'tools'> = {},
        ): Promise<Conversation> => {
          const { tools = [], config } = options;
          const conversation = await Conversation.start({
            client,
            provider,
            origin: models.origin,
            tools,
            config: { maxRetries: 0, tools: [ADD], ...config },
          });
          open.push(conversation);
          return conversation;
        };
        const expectNextTurn = async (conversation: Conversation): Promise<void> => {
          models.script(modelAnswers([sayText('Back again')]));
          const run = await conversation.say('and now?');
          expect([run.rejection, run.runErrors]).toEqual([undefined, []]);
          expect(conversation.shown().slice(-2)).toEqual([
            'user: and now?',
            'assistant: Back again',
          ]);
        };
        const stop = async ({ served }: Conversation): Promise<void> => {
          const { status } = await fetch(`${served.url}/agent/default/stop/t1`, { method: 'POST' });
          expect(status).toBe(200);
        };

        it('after a step that failed behind a tool', async () => {
          const conversation = await converse();
          models.script(modelAnswers([callTool('add', { a: 1 }, { id: 'c1' })]), modelRefuses(500));
          const run = await conversation.say('go');
          expect(run.runErrors).toMatchObject([
            { code: 'provider_unavailable', usage: [{ inputTokens: 11, outputTokens: 7 }] },
          ]);
          expect(conversation.shown().at(-1)).toBe('tool c1: 2');
          await expectNextTurn(conversation);
          expect(JSON.stringify(models.requests.at(-1)?.body)).toContain('add');
          guard.expectSilence(REPORTED);
        });

        it('after a call that was torn off in its arguments', async () => {
          const conversation = await converse();
          const long = { a: 1, reason: 'x'.repeat(200) };
          const tornAfter = provider.name === 'Gemini' ? 1 : 10;
          const call = [sayText('Calling'), callTool('add', long, { id: 'c1' })];
          models.script(modelAnswers(call, { tornAfter }));
          const run = await conversation.say('go');
          expect(run.runErrors).toMatchObject([{ code: 'provider_unavailable' }]);
          await expectNextTurn(conversation);
          guard.expectSilence(REPORTED);
        });

        it('after a call of the browser that nobody answers', async () => {
          const conversation = await converse({ tools: [CONFIRM] });
          models.script(modelAnswers([callTool('confirm', {}, { id: 'c1' })]));
          const run = await conversation.say('go');
          expect(run.runErrors).toEqual([]);
          await expectNextTurn(conversation);
          guard.expectSilence();
        });

        it('after a stop while the provider is waited for', async () => {
          const conversation = await converse({ config: { maxRetries: 3 } });
          models.script(modelRefuses(429, { retryAfterSeconds: 50 }));
          const running = conversation.say('go');
          await stopOnce(conversation, () => models.requests.length > 0);
          const run = await withDeadline(running, 'the run to end');
          expect(run.runErrors).toEqual([]);
          await expectNextTurn(conversation);
          guard.expectSilence();
        });

        it('after a stop while a tool runs, which is told', async () => {
          const begun = createGate();
          let isTold = false;
          const wait = defineTool({
            name: 'wait',
            description: 'Waits',
            execute: (_input, { abortSignal: signal }) => {
              begun.open();
              return new Promise((resolve) => {
                signal.addEventListener('abort', () => {
                  isTold = true;
                  resolve('stopped');
                });
              });
            },
          });
          const conversation = await converse({ config: { tools: [wait] } });
          models.script(modelAnswers([callTool('wait', {}, { id: 'c1' })]));
          const running = conversation.say('go');
          await withDeadline(begun.opened, 'the tool to run');
          await stop(conversation);
          const run = await withDeadline(running, 'the run to end');
          expect([run.runErrors, isTold]).toEqual([[], true]);
          await expectNextTurn(conversation);
          guard.expectSilence();
        });

        it('after an answer of nothing', async () => {
          const conversation = await converse();
          models.script(modelAnswers([]));
          const run = await conversation.say('go');
          expect(run.events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
          await expectNextTurn(conversation);
          guard.expectSilence();
        });

        it('after an answer that was withheld', async () => {
          const conversation = await converse();
          models.script(modelAnswers({ blocks: [], finish: 'content-filter' }));
          const run = await conversation.say('go');
          expect(run.runErrors).toMatchObject([{ code: 'content_filter' }]);
          await expectNextTurn(conversation);
          guard.expectSilence(REPORTED);
        });

        it('after an answer that became too long, which is shown', async () => {
          const conversation = await converse();
          models.script(modelAnswers({ blocks: [sayText('So far')], finish: 'length' }));
          const run = await conversation.say('go');
          expect(run.runErrors).toEqual([]);
          expect(conversation.shown()).toEqual(['user: go', 'assistant: So far']);
          await expectNextTurn(conversation);
          guard.expectSilence();
        });

        it('on another device, which sees what was shown on the first', async () => {
          const conversation = await converse();
          models.script(
            modelAnswers([think('Hm', 'c2ln'), callTool('add', { a: 1 }, { id: 'c1' })]),
            modelAnswers([sayText('It is 2')]),
          );
          await conversation.say('go');
          const { url } = conversation.served;
          const other = httpClient(client, { url, threadId: 't1', call: 'connect' });
          const run = await runClient(other);
          expect([run.rejection, run.runErrors]).toEqual([undefined, []]);
          expect(other.messages).toEqual(conversation.agent.messages);
          guard.expectSilence();
        });
      },
    );

    // Chat completions have nothing to give back.
    if (provider.api !== 'chat')
      it.each(CLIENTS.map((client) => [client.version, client] as const))(
        'gives the provider back what it wants of its reasoning, through HttpAgent %s [agent.reasoning]',
        async (_client, client) => {
          const guard = guardConsole();
          const models = await ModelFaultServer.start(
            modelAnswers([think('Hm', 'U0lHTkVE'), callTool('add', { a: 1 }, { id: 'c1' })]),
            modelAnswers([sayText('It is 2')]),
            modelAnswers([sayText('Yes')]),
          );
          const config = { tools: [ADD] };
          const options = { client, provider, origin: models.origin, config };
          const conversation = await Conversation.start(options);
          await conversation.say('go');
          await conversation.say('sure?');
          // OpenAI keeps the items itself, and wants their ids.
          const token = provider.api === 'responses' ? 'rs_0' : 'U0lHTkVE';
          const asked = models.requests.map(({ body }) => JSON.stringify(body).includes(token));
          expect(asked).toEqual([false, true, true]);
          await conversation.close();
          await models.close();
          guard.expectSilence();
          guard.release();
        },
      );

    it('leaves no call of the provider open, wherever it is stopped [agent.abort] [agent.next-turn]', async () => {
      const guard = guardConsole();
      const models = await ModelFaultServer.start();
      const options = { client: CLIENT_1, provider, origin: models.origin };
      const conversation = await Conversation.start({ ...options, config: { tools: [ADD] } });
      const answer = [
        think('Let me think about it'),
        sayText('I will add'),
        callTool('add', { a: 1 }, { id: 'c1' }),
      ];
      for (let silentAfter = 0; silentAfter < 20; silentAfter += 1) {
        // Also where all has been said: the connection stays open, and so does the run.
        models.script(modelAnswers(answer, { silentAfter }));
        const asked = models.requests.length;
        const running = conversation.say(`turn ${silentAfter}`);
        // oxlint-disable-next-line no-await-in-loop -- one turn after the other
        await stopOnce(conversation, () => models.requests.length > asked);
        // oxlint-disable-next-line no-await-in-loop
        const run = await withDeadline(running, 'the run to end');
        expect(run.runErrors).toEqual([]);
        // oxlint-disable-next-line no-await-in-loop
        await until('the call to be closed', () => models.requests[asked]?.isAborted === true);
      }
      models.script(modelAnswers([sayText('Back again')]));
      await conversation.say('and now?');
      expect(conversation.shown().at(-1)).toBe('assistant: Back again');
      await conversation.close();
      await models.close();
      guard.expectSilence(REPORTED);
      guard.release();
    });

    it('answers twenty threads at a time, each its own [agent.matrix]', async () => {
      const guard = guardConsole();
      const models = await ModelFaultServer.start();
      const [client = CLIENTS[0]] = CLIENTS.slice(-1);
      if (client === undefined) throw new Error('There is no client');
      const conversation = await Conversation.start({ client, provider, origin: models.origin });
      const count = 20;
      models.script(...Array.from({ length: count }, () => modelAnswers([sayText('Hello')])));
      const { url } = conversation.served;
      const agents = Array.from({ length: count }, (_, index) =>
        httpClient(client, {
          url,
          threadId: `thread-${index}`,
          initialMessages: [{ id: `u${index}`, role: 'user', content: `I am ${index}.` }],
        }),
      );
      const runs = await Promise.all(agents.map((agent) => runClient(agent)));
      expect(runs.flatMap(({ runErrors, rejection }) => [...runErrors, rejection])).toEqual(
        runs.map(() => undefined),
      );
      for (const agent of agents) {
        expect(agent.messages.map(({ content }) => content).at(-1)).toBe('Hello');
      }
      const asked = models.requests.map(
        ({ body }) => /I am (\d+)\./.exec(JSON.stringify(body))?.[1],
      );
      expect(new Set(asked).size).toBe(count);
      await conversation.close();
      await models.close();
      guard.expectSilence();
      guard.release();
    });
  },
);
