import {
  callTool,
  createGate,
  modelAnswers,
  modelCuts,
  ModelFaultServer,
  modelIsSilent,
  modelRefuses,
  sayText,
  withDeadline,
  type ModelTurn,
} from '@flightdeck/testing';
import type { BuiltInAgentClassicConfig } from '@flightdeck/agent';
import { CLIENTS, type ClientVersion } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { Conversation, KEY, REPORTED } from './support/conversation.js';
import { PROVIDERS, type Provider } from './support/providers.js';
import { until } from '../support/until.js';

interface Failure {
  readonly name: string;
  readonly turns: (provider: Provider) => readonly ModelTurn[];
  /** Of the RUN_ERROR. */
  readonly code: string;
  /** What the user saw before. */
  readonly shown?: RegExp;
}

const LONG = sayText('This answer is long enough to be torn apart in its middle. '.repeat(4));

const FAILURES: readonly Failure[] = [
  { name: 'refuses the key (401)', turns: () => [modelRefuses(401)], code: 'auth_failed' },
  { name: 'forbids the model (403)', turns: () => [modelRefuses(403)], code: 'auth_failed' },
  {
    name: 'is busy (429)',
    turns: () => [modelRefuses(429, { retryAfterSeconds: 1 })],
    code: 'rate_limited',
  },
  {
    name: 'shows the page of a gateway (500)',
    turns: () => [modelRefuses(500, { html: true })],
    code: 'provider_unavailable',
  },
  {
    name: 'is overloaded (529)',
    turns: () => [modelRefuses(529)],
    code: 'provider_unavailable',
  },
  { name: 'cuts the connection', turns: () => [modelCuts], code: 'provider_unavailable' },
  {
    name: 'is torn off in the middle of an answer',
    turns: () => [modelAnswers([LONG], { tornAfter: 12 })],
    code: 'provider_unavailable',
    shown: /^assistant: This/,
  },
  {
    name: 'reports an error in the middle of an answer',
    turns: () => [modelAnswers([LONG], { errorAfter: 12 })],
    code: 'provider_unavailable',
    shown: /^assistant: This/,
  },
  {
    name: 'never ends its answer',
    turns: () => [modelAnswers([LONG], { withoutEnd: true })],
    code: 'incomplete_stream',
    shown: /^assistant: This/,
  },
];

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))(
  'a built-in agent whose provider, %s,',
  (_provider, provider) => {
    describe.each(CLIENTS.map((client) => [client.version, client] as const))(
      'fails for HttpAgent %s [agent.errors] [agent.redaction] [agent.next-turn]',
      (_client, client: ClientVersion) => {
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
          config: Partial<BuiltInAgentClassicConfig> = {},
        ): Promise<Conversation> => {
          const conversation = await Conversation.start({
            client,
            provider,
            origin: models.origin,
            config: { maxRetries: 0, ...config },
          });
          open.push(conversation);
          return conversation;
        };
        /** The next message is answered as if nothing had been. */
        const expectNextTurn = async (conversation: Conversation): Promise<void> => {
          models.script(modelAnswers([sayText('Back again')]));
          const run = await conversation.say('and now?');
          expect(run.rejection).toBeUndefined();
          expect(run.events.at(-1)).toMatchObject({ type: 'RUN_FINISHED' });
          expect(conversation.shown().slice(-2)).toEqual([
            'user: and now?',
            'assistant: Back again',
          ]);
        };

        it.each(FAILURES)('because it $name', async ({ turns, code, shown }) => {
          const conversation = await converse();
          models.script(...turns(provider));
          const run = await conversation.say('hi');
          expect(run.runErrors).toEqual([expect.objectContaining({ type: 'RUN_ERROR', code })]);
          expect(run.events.at(-1)?.type).toBe('RUN_ERROR');
          const logs = JSON.stringify([...conversation.log, ...conversation.served.log]);
          const told = [JSON.stringify(run.events), logs, ...guard.lines].join('\n');
          for (const secret of [KEY, '<html', 'gateway page']) expect(told).not.toContain(secret);
          if (shown === undefined) expect(conversation.shown()).toEqual(['user: hi']);
          else expect(conversation.shown().at(-1)).toMatch(shown);
          await expectNextTurn(conversation);
          guard.expectSilence(REPORTED);
        });

        it('but not for long: a refusal with a time to wait is followed by an answer', async () => {
          const conversation = await converse({ maxRetries: 1 });
          models.script(
            modelRefuses(429, { retryAfterSeconds: 0 }),
            modelAnswers([sayText('At last')]),
          );
          const run = await conversation.say('hi');
          expect(run.runErrors).toEqual([]);
          expect(conversation.shown()).toEqual(['user: hi', 'assistant: At last']);
          expect(models.requests).toHaveLength(2);
          guard.expectSilence();
        });

        it.each([
          ['before it says anything', () => modelIsSilent, 0],
          ['in the middle of an answer', () => modelAnswers([LONG], { silentAfter: 12 }), 1],
        ] as const)('to answer until the user stops it %s', async (_name, turn, texts) => {
          const conversation = await converse();
          models.script(turn());
          const running = conversation.say('hi');
          await models.untilRequests(1);
          await until('the answer to begin', () => conversation.shown().length > texts);
          const { url } = conversation.served;
          const stopped = await fetch(`${url}/agent/default/stop/t1`, { method: 'POST' });
          expect(stopped.status).toBe(200);
          const run = await withDeadline(running, 'the run to end');
          await models.untilAborted();
          expect(run.runErrors).toEqual([]);
          await expectNextTurn(conversation);
          guard.expectSilence();
        });

        it('to answer while the client leaves, and the next message is answered', async () => {
          const conversation = await converse();
          const gate = createGate();
          models.script(modelAnswers([LONG], { pause: { afterFrames: 12, until: gate.opened } }));
          const running = conversation.say('hi');
          await until('the answer to begin', () => conversation.shown().length > 1);
          conversation.agent.abortRun();
          await withDeadline(running, 'the run to end');
          gate.open();
          await conversation.served.idle();
          await until('the run to be over', async () => {
            const { url } = conversation.served;
            const reply = await fetch(`${url}/agent/default/stop/t1`, { method: 'POST' });
            const { stopped } = (await reply.json()) as { stopped?: boolean };
            return stopped !== true;
          });
          await expectNextTurn(conversation);
          guard.expectSilence();
        });

        it('to know its tools: the model is told, and answers', async () => {
          const conversation = await converse();
          models.script(
            modelAnswers([callTool('no_such_tool', { a: 1 })]),
            modelAnswers([sayText('Sorry')]),
          );
          const run = await conversation.say('hi');
          expect(run.runErrors).toEqual([]);
          expect(conversation.shown().at(-1)).toBe('assistant: Sorry');
          expect(JSON.stringify(models.requests[1]?.body)).toContain('no_such_tool');
          await expectNextTurn(conversation);
          guard.expectSilence();
        });

        it('to write arguments that can be read: the model is told, and answers', async () => {
          const execute = (): never => {
            throw new Error('must not run');
          };
          const tool = { name: 'add', description: 'adds', execute };
          const conversation = await converse({ tools: [tool] });
          models.script(modelAnswers([callTool('add', '{"a":')]), modelAnswers([sayText('Sorry')]));
          const run = await conversation.say('hi');
          expect(run.runErrors).toEqual([]);
          expect(conversation.shown().at(-1)).toBe('assistant: Sorry');
          await expectNextTurn(conversation);
          guard.expectSilence();
        });
      },
    );
  },
);
