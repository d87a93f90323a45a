import { defineTool } from '@flightdeck/agent';
import {
  callTool,
  collectRun,
  modelAnswers,
  ModelFaultServer,
  runBodySaying,
  RuntimeClient,
  sayText,
  think,
  type DeliveryFaults,
  type ModelBlock,
} from '@flightdeck/testing';
import { CLIENT_1, CLIENTS } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { Conversation } from './support/conversation.js';
import { PROVIDERS } from './support/providers.js';

const ECHO = defineTool({
  name: 'echo',
  description: 'Gives back what it is given',
  parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  execute: ({ text }: Record<string, unknown>) => text,
});

const DELIVERIES: readonly (readonly [name: string, faults: DeliveryFaults])[] = [
  ['characters in halves', { bytesPerChunk: 3 }],
  ['interleaved blocks', { order: 'interleaved' }],
  ['blocks in reverse', { order: 'reversed' }],
  ['no [DONE]', { withoutDone: true }],
];

/** The texts of a role, one after the other, without calls. */
function saidBy(role: string, shown: readonly string[]): string {
  const lines = shown.filter((line) => line.startsWith(`${role}: `));
  return lines.map((line) => line.slice(role.length + 2).split(' [c', 1)[0]).join('');
}

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))(
  'a built-in agent that hears from %s',
  (_provider, provider) => {
    describe.each(CLIENTS.map((client) => [client.version, client] as const))(
      'tells HttpAgent %s all of it [agent.odd-streams]',
      (_client, client) => {
        let guard: ConsoleGuard;
        let models: ModelFaultServer;
        let conversation: Conversation;

        beforeEach(async () => {
          guard = guardConsole();
          models = await ModelFaultServer.start();
          const config = { tools: [ECHO], maxRetries: 0 };
          conversation = await Conversation.start({
            client,
            provider,
            origin: models.origin,
            config,
          });
        });
        afterEach(async () => {
          await conversation.close();
          await models.close();
          guard.release();
        });

        /** What is shown of a turn, and that the turn after it is answered. */
        const shownOf = async (
          blocks: readonly ModelBlock[],
          faults: DeliveryFaults = {},
        ): Promise<readonly string[]> => {
          models.script(modelAnswers(blocks, faults), modelAnswers([sayText('Done')]));
          const run = await conversation.say('go');
          expect([run.rejection, run.runErrors]).toEqual([undefined, []]);
          const shown = conversation.shown().slice(1);
          const hasCalls = blocks.some(({ kind }) => kind === 'tool');
          if (hasCalls) models.script(modelAnswers([sayText('And on')]));
          const next = await conversation.say('next');
          expect([next.rejection, next.runErrors]).toEqual([undefined, []]);
          expect(conversation.shown().at(-1)).toBe(
            hasCalls ? 'assistant: And on' : 'assistant: Done',
          );
          guard.expectSilence();
          return shown;
        };

        it.each(DELIVERIES)('with %s', async (_name, faults) => {
          const shown = await shownOf(
            [
              think('Nachdenken … 🤔'),
              sayText('Grüße, 世界 🌍'),
              callTool('echo', { text: 'größer' }, { id: 'c1' }),
              callTool('echo', { text: '小さい' }, { id: 'c2' }),
            ],
            faults,
          );
          const all = shown.join('\n');
          // Where blocks have no ids, as in chat completions, each change between them begins a message.
          expect(saidBy('reasoning', shown)).toBe('Nachdenken … 🤔');
          expect(saidBy('assistant', shown)).toBe('Grüße, 世界 🌍Done');
          expect(all).toContain('[c1 echo({"text":"größer"})]');
          expect(all).toContain('[c2 echo({"text":"小さい"})]');
          expect(shown).toEqual(expect.arrayContaining(['tool c1: größer', 'tool c2: 小さい']));
          expect(shown.at(-1)).toBe('assistant: Done');
        });

        it('with two calls of one id, each with a result of its own', async () => {
          const shown = await shownOf([
            callTool('echo', { text: 'first' }, { id: 'same' }),
            callTool('echo', { text: 'second' }, { id: 'same' }),
          ]);
          const results = shown.filter((line) => line.startsWith('tool '));
          expect(results.map((line) => line.replace(/^tool [^:]*: /, '')).toSorted()).toEqual([
            'first',
            'second',
          ]);
          const ids = results.map((line) => line.split(':', 1)[0]);
          expect(new Set(ids).size).toBe(2);
        });
      },
    );

    it('tells all of the arguments of a megabyte, and the result [agent.odd-streams]', async () => {
      const models = await ModelFaultServer.start();
      const conversation = await Conversation.start({
        client: CLIENT_1,
        provider,
        origin: models.origin,
        config: { tools: [ECHO], maxRetries: 0 },
      });
      const text = 'x'.repeat(1_000_000);
      const call = callTool('echo', { text }, { id: 'c1', deltaLength: 1_000 });
      models.script(modelAnswers([call]), modelAnswers([sayText('Done')]));
      // Read without an `HttpAgent`, whose work grows with the square of what it is told.
      const runtime = new RuntimeClient({ baseUrl: conversation.served.url });
      const run = await collectRun(await runtime.run('default', runBodySaying('go')));
      const args = run.events.flatMap(({ type, delta }) =>
        type === 'TOOL_CALL_ARGS' ? [String(delta)] : [],
      );
      expect(JSON.parse(args.join(''))).toEqual({ text });
      const results = run.events.filter(({ type }) => type === 'TOOL_CALL_RESULT');
      expect(results.map(({ content }) => content)).toEqual([text]);
      expect(run.events.at(-1)?.type).toBe('RUN_FINISHED');
      await conversation.close();
      await models.close();
    });
  },
);
