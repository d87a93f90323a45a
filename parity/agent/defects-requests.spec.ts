import type { Tool } from '@flightdeck/core';
import { BuiltInAgent } from '@flightdeck/agent';
import { callTool, modelAnswers, modelRefuses, sayText } from '@flightdeck/testing';
import { CLIENTS } from '../support/clients.js';
import { AgentBench, CHAT, expectSuccess, RESPONSES } from './support/agent-bench.js';
import { KEY } from './support/conversation.js';
import { chatMessages, chatTools } from './support/sound-chat.js';

const ANSWERED = modelAnswers([sayText('Well')]);
const SUGGEST: Tool = {
  name: 'copilotkitSuggest',
  description: 'Suggests',
  parameters: { type: 'object', properties: { suggestions: { type: 'array', items: {} } } },
};
const OTHER: Tool = { name: 'other', description: 'Another', parameters: { type: 'object' } };

describe.each(CLIENTS.map((client) => [client.version, client] as const))(
  'a request, for HttpAgent %s,',
  (_version, client) => {
    let bench: AgentBench;
    beforeEach(async () => {
      bench = await AgentBench.start(client);
    });
    afterEach(() => bench.close());

    it('sets the prompt of its run where that is allowed, and of no other [defect.d06]', async () => {
      const conversation = await bench.converse({
        config: { prompt: 'Be brief', overridableProperties: ['prompt'] },
      });
      bench.models.script(ANSWERED);
      conversation.agent.addMessage({ id: 'u0', role: 'user', content: 'go' });
      expectSuccess(await conversation.run({ forwardedProps: { prompt: 'Be a pirate' } }));
      await bench.expectNextTurn(conversation);
      const systems = [0, 1].map((index) => chatMessages(bench.asked(index))[0]?.content);
      expect(systems).toEqual(['Be a pirate', 'Be brief']);
      bench.guard.expectSilence();
    });

    it('does not set a prompt where that is not allowed [defect.d06]', async () => {
      const conversation = await bench.converse({ config: { prompt: 'Be brief' } });
      bench.models.script(ANSWERED);
      conversation.agent.addMessage({ id: 'u0', role: 'user', content: 'go' });
      expectSuccess(await conversation.run({ forwardedProps: { prompt: 'Be a pirate' } }));
      expect(chatMessages(bench.asked())[0]?.content).toBe('Be brief');
      await bench.expectNextTurn(conversation);
    });

    it('forces the call that suggestions are, and later ones are free [defect.d07]', async () => {
      const conversation = await bench.converse({ tools: [SUGGEST, OTHER] });
      bench.models.script(modelAnswers([callTool('copilotkitSuggest', { suggestions: [] })]));
      conversation.agent.addMessage({ id: 'u0', role: 'user', content: 'go' });
      const toolChoice = { type: 'function', function: { name: 'copilotkitSuggest' } };
      expectSuccess(await conversation.run({ forwardedProps: { toolChoice } }));
      expect(bench.asked()).toMatchObject({ tool_choice: toolChoice });
      expect(chatTools(bench.asked())).toEqual(['copilotkitSuggest']);
      await bench.expectNextTurn(conversation);
      expect(bench.asked()).toMatchObject({ tool_choice: 'auto' });
      expect(chatTools(bench.asked())).toEqual(['copilotkitSuggest', 'other']);
      bench.guard.expectSilence();
    });

    it('goes to chat completions at an address that is not OpenAI’s [defect.d11]', async () => {
      const conversation = await bench.converse({
        provider: { ...CHAT, api: 'auto' as never },
      });
      bench.models.script(ANSWERED);
      expectSuccess(await conversation.say('go'));
      await bench.expectNextTurn(conversation);
      expect(bench.models.requests.map(({ path }) => path)).toEqual([
        '/v1/chat/completions',
        '/v1/chat/completions',
      ]);
      bench.guard.expectSilence();
    });

    it.each([
      ['openai:org/model', 'org/model'],
      ['openai/org/model', 'org/model'],
      ['openai/org:model', 'org:model'],
    ])('asks for the model of %s by its whole name [defect.d16]', async (model, id) => {
      const conversation = await bench.converse({ config: { model } });
      bench.models.script(ANSWERED);
      expectSuccess(await conversation.say('go'));
      await bench.expectNextTurn(conversation);
      expect([bench.asked(0), bench.asked(1)]).toMatchObject([{ model: id }, { model: id }]);
      bench.guard.expectSilence();
    });

    it.each([CHAT, RESPONSES])(
      'prints nothing of the conversation when its provider, $name, fails [defect.d14]',
      async (provider) => {
        const printed = watchStreams();
        try {
          const conversation = await bench.converse({
            provider,
            config: { prompt: 'PRIVATE rule' },
          });
          bench.models.script(modelRefuses(400, { message: `Not with ${KEY}` }));
          const run = await conversation.say('PRIVATE question');
          expect(run.runErrors).toEqual([expect.objectContaining({ code: 'bad_request' })]);
          const told = JSON.stringify([
            run.runErrors,
            conversation.log,
            conversation.served.log,
            bench.guard.lines,
            printed.lines,
          ]);
          expect(told).not.toMatch(/PRIVATE|sk-matrix/);
          await bench.expectNextTurn(conversation);
        } finally {
          printed.release();
        }
      },
    );

    it('has its own headers, while the agent keeps its description [defect.d19]', async () => {
      const seen: unknown[] = [];
      const agent = new BuiltInAgent({
        description: 'Knows who asks',
        type: 'custom',
        async *factory({ headers }) {
          seen.push(headers['authorization']);
          yield* [];
        },
      });
      const headers = { authorization: 'Bearer one' };
      const conversation = await bench.talkTo(agent, { headers });
      expectSuccess(await conversation.say('go'));
      conversation.agent.headers = { authorization: 'Bearer two' };
      expectSuccess(await conversation.say('again'));
      conversation.agent.headers = {};
      expectSuccess(await conversation.say('and again'));
      expect(seen).toEqual(['Bearer one', 'Bearer two', undefined]);
      const info = await fetch(`${conversation.served.url}/info`);
      expect(await info.json()).toMatchObject({
        agents: { default: { description: 'Knows who asks' } },
      });
      bench.guard.expectSilence();
    });
  },
);

/** What goes to the streams of the process without the console. */
function watchStreams(): { readonly lines: readonly string[]; release(): void } {
  const lines: string[] = [];
  const streams = [process.stdout, process.stderr];
  const originals = streams.map((stream) => stream.write.bind(stream));
  for (const [index, stream] of streams.entries()) {
    stream.write = ((chunk: unknown, ...rest: unknown[]) => {
      lines.push(String(chunk));
      return Reflect.apply(originals[index] as never, stream, [chunk, ...rest]);
    }) as typeof stream.write;
  }
  return {
    lines,
    release() {
      for (const [index, stream] of streams.entries()) stream.write = originals[index] as never;
    },
  };
}
