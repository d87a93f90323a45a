import { createOpenAI } from '@ai-sdk/openai';
import { streamText } from 'ai6';
import { BuiltInAgent, convertMessagesToVercelAISDKMessages } from '@flightdeck/agent';
import { callTool, modelAnswers, sayText, think } from '@flightdeck/testing';
import { CLIENT_1, CLIENT_59, CLIENTS } from '../support/clients.js';
import { AgentBench, ANTHROPIC, expectSuccess } from './support/agent-bench.js';
import { KEY } from './support/conversation.js';
import { chatMessages, expectSoundChat } from './support/sound-chat.js';
import { finish, scriptedModel, text } from './support/scripted-model.js';

const ANSWERED = modelAnswers([sayText('Well')]);
const THOUGHTFUL = modelAnswers([think('Hm', 'c2ln'), sayText('answer')]);

describe.each(CLIENTS.map((client) => [client.version, client] as const))(
  'an answer, for HttpAgent %s,',
  (_version, client) => {
    let bench: AgentBench;
    beforeEach(async () => {
      bench = await AgentBench.start(client);
    });
    afterEach(() => bench.close());

    it('has a bubble of its own, however often the provider counts from one [defect.d03]', async () => {
      const conversation = await bench.converse({ provider: ANTHROPIC });
      bench.models.script(THOUGHTFUL, THOUGHTFUL);
      expectSuccess(await conversation.say('one'));
      const second = await conversation.say('two');
      expectSuccess(second);
      expect(conversation.shown()).toEqual([
        'user: one',
        'reasoning: Hm',
        'assistant: answer',
        'user: two',
        'reasoning: Hm',
        'assistant: answer',
      ]);
      expect(new Set(conversation.agent.messages.map(({ id }) => id)).size).toBe(6);
      expect(second.newMessages).toContainEqual(
        expect.objectContaining({ role: 'assistant', content: 'answer' }),
      );
      bench.guard.expectSilence();
    });

    it('has a bubble of its own also where a factory streams it [defect.d03]', async () => {
      const provider = createOpenAI({ baseURL: bench.models.v1, apiKey: KEY });
      const agent = new BuiltInAgent({
        type: 'aisdk',
        factory: ({ input, abortSignal }) =>
          streamText({
            model: provider.chat('model'),
            messages: convertMessagesToVercelAISDKMessages(input.messages) as never,
            abortSignal,
          }),
      });
      const conversation = await bench.talkTo(agent);
      bench.models.script(ANSWERED, ANSWERED);
      expectSuccess(await conversation.say('one'));
      expectSuccess(await conversation.say('two'));
      expect(conversation.shown()).toEqual([
        'user: one',
        'assistant: Well',
        'user: two',
        'assistant: Well',
      ]);
      bench.guard.expectSilence();
    });

    it('keeps its texts apart when they are written at the same time [defect.d12]', async () => {
      const conversation = await bench.converse({ provider: ANTHROPIC });
      const texts = [sayText('The first text', 2), sayText('The second text', 2)];
      bench.models.script(modelAnswers(texts, { order: 'interleaved' }), ANSWERED);
      expectSuccess(await conversation.say('go'));
      expect(conversation.shown().slice(1)).toEqual([
        'assistant: The first text',
        'assistant: The second text',
      ]);
      expectSuccess(await conversation.say('and?'));
      bench.guard.expectSilence();
    });

    it('shows reasoning that goes on while the text is written already [defect.d12]', async () => {
      const interleaved = [
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: 'Let ' },
        { type: 'text-start', id: 't' },
        { type: 'text-delta', id: 't', delta: 'It ' },
        { type: 'reasoning-delta', id: 'r', delta: 'me see' },
        { type: 'text-delta', id: 't', delta: 'is' },
        { type: 'reasoning-end', id: 'r' },
        { type: 'text-end', id: 't' },
        finish(),
      ];
      const model = scriptedModel(interleaved, [...text('t', 'Well'), finish()]);
      const conversation = await bench.converse({ config: { model } });
      expectSuccess(await conversation.say('go'));
      expect(conversation.shown().slice(1)).toEqual(['reasoning: Let me see', 'assistant: It is']);
      expectSuccess(await conversation.say('and?'));
      bench.guard.expectSilence();
    });

    it('tells sources, files and cached tokens [defect.d13]', async () => {
      const source = { sourceType: 'url', id: 's', url: 'https://example.com/', title: 'Example' };
      const model = scriptedModel([
        { type: 'source', ...source },
        { type: 'file', mediaType: 'image/png', data: 'aGk=' },
        ...text('t', 'See there'),
        finish(),
      ]);
      const conversation = await bench.converse({ config: { model } });
      const run = await conversation.say('go');
      expectSuccess(run);
      const customs = run.events.filter(({ type }) => type === 'CUSTOM');
      expect(JSON.stringify(customs)).toContain('https://example.com/');
      expect(JSON.stringify(customs)).toContain('image/png');
      // 0.0.59 leaves out of events what it does not know.
      const written = client === CLIENT_59 ? {} : { cacheWriteInputTokens: 1 };
      expect(run.events.at(-1)?.usage).toEqual([
        expect.objectContaining({ cachedInputTokens: 2, ...written }),
      ]);
      bench.guard.expectSilence();
    });

    it('gives the provider its signed reasoning back in the next turn [defect.d13]', async () => {
      const conversation = await bench.converse({ provider: ANTHROPIC });
      bench.models.script(THOUGHTFUL, ANSWERED);
      expectSuccess(await conversation.say('go'));
      expectSuccess(await conversation.say('and?'));
      expect(JSON.stringify(bench.asked())).toContain('"signature":"c2ln"');
      bench.guard.expectSilence();
    });

    it('of a TanStack factory has one bubble per turn [defect.d17]', async () => {
      const agent = new BuiltInAgent({
        type: 'tanstack',
        async *factory() {
          yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'Let me see.' };
          yield { type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: 'add' };
          yield { type: 'TOOL_CALL_ARGS', toolCallId: 'c1', delta: '{}' };
          yield { type: 'TOOL_CALL_END', toolCallId: 'c1' };
          yield { type: 'RUN_FINISHED', finishReason: 'tool_calls' };
          yield { type: 'TOOL_CALL_RESULT', toolCallId: 'c1', content: '2' };
          yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'It is 2.' };
          yield { type: 'RUN_FINISHED', finishReason: 'stop' };
        },
      });
      const conversation = await bench.talkTo(agent);
      // The factory gives the call the same id in every turn.
      for (const question of ['one', 'two']) {
        expectSuccess(await conversation.say(question));
        const shown = conversation.shown().slice(-4);
        expect(shown[0]).toBe(`user: ${question}`);
        expect(shown[1]).toMatch(/^assistant: Let me see\. \[.+ add\(\{\}\)\]$/);
        expect(shown[2]).toMatch(/^tool .+: 2$/);
        expect(shown[3]).toBe('assistant: It is 2.');
      }
      bench.guard.expectSilence();
    });

    it('of a factory that tells its own beginning and end has one of each [defect.d22]', async () => {
      const agent = new BuiltInAgent({
        type: 'custom',
        async *factory({ input: { threadId, runId } }) {
          yield { type: 'RUN_STARTED', threadId, runId } as never;
          const messageId = `m-${runId}`;
          yield { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' } as never;
          yield { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: 'Hi' } as never;
          yield { type: 'TEXT_MESSAGE_END', messageId } as never;
          yield { type: 'RUN_FINISHED', threadId, runId } as never;
        },
      });
      const conversation = await bench.talkTo(agent);
      const runs = [await conversation.say('one'), await conversation.say('two')];
      for (const run of runs) {
        expectSuccess(run);
        const types = run.events.map(({ type }) => type);
        expect(types.filter((type) => type.startsWith('RUN_'))).toEqual([
          'RUN_STARTED',
          'RUN_FINISHED',
        ]);
      }
      expect(conversation.shown().at(-1)).toBe('assistant: Hi');
      bench.guard.expectSilence();
    });

    it('is shown although its reasoning never ends and its deltas are empty [defect.issue-3323]', async () => {
      const endless = [
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: '' },
        { type: 'reasoning-delta', id: 'r', delta: 'Hm' },
        { type: 'text-start', id: 't' },
        { type: 'text-delta', id: 't', delta: '' },
        { type: 'text-delta', id: 't', delta: 'Well' },
        finish(),
      ];
      const model = scriptedModel(endless, [...text('t', 'Again'), finish()]);
      const conversation = await bench.converse({ config: { model } });
      const run = await conversation.say('go');
      expectSuccess(run);
      expect(run.events.map(({ type }) => type)).toContain('REASONING_END');
      expect(run.events.filter(({ delta }) => delta === '')).toEqual([]);
      expect(conversation.shown().slice(1)).toEqual(['reasoning: Hm', 'assistant: Well']);
      expectSuccess(await conversation.say('and?'));
      expect(conversation.shown().at(-1)).toBe('assistant: Again');
      bench.guard.expectSilence();
    });
  },
);

describe('a result of a tool that is made of parts', () => {
  it('reaches the model, and the next turn is answered [defect.d21]', async () => {
    const bench = await AgentBench.start(CLIENT_1);
    try {
      const look = { name: 'look', description: 'Looks', parameters: { type: 'object' } };
      const conversation = await bench.converse({ tools: [look] });
      bench.models.script(modelAnswers([callTool('look', {}, { id: 'c1' })]), ANSWERED);
      expectSuccess(await conversation.say('go'));
      const image = { type: 'data', value: 'aGk=', mimeType: 'image/png' };
      const content = [
        { type: 'text', text: 'A bird' },
        { type: 'image', source: image },
      ];
      conversation.agent.addMessage({
        id: 't1',
        role: 'tool',
        toolCallId: 'c1',
        content: content as never,
      });
      expectSuccess(await conversation.run());
      expect(JSON.stringify(chatMessages(bench.asked()).at(-1))).toContain('A bird');
      await bench.expectNextTurn(conversation);
      expectSoundChat(bench.asked());
      bench.guard.expectSilence();
    } finally {
      await bench.close();
    }
  });
});
