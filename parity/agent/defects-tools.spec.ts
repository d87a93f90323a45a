import { defineTool } from '@flightdeck/agent';
import type { Tool } from '@flightdeck/core';
import { callTool, modelAnswers, modelIsSilent, sayText } from '@flightdeck/testing';
import { CLIENTS } from '../support/clients.js';
import { httpClient, runClient } from '../support/http-client.js';
import { AgentBench, expectSuccess } from './support/agent-bench.js';
import { chatMessages, chatTools, expectSoundChat } from './support/sound-chat.js';

const SCHEMA = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
const PICK: Tool = { name: 'pick', description: 'Picks', parameters: SCHEMA };
const ANSWERED = modelAnswers([sayText('Well')]);

const call = (name: string, args: unknown = {}, id = 'c1') => callTool(name, args, { id });

describe.each(CLIENTS.map((client) => [client.version, client] as const))(
  'a thread with tools, for HttpAgent %s,',
  (_version, client) => {
    let bench: AgentBench;
    beforeEach(async () => {
      bench = await AgentBench.start(client);
    });
    afterEach(() => bench.close());

    it.each([
      ['throws', call('add', { n: 1 }), 'tool_failed'],
      ['gets the wrong arguments', call('add', { n: 'one' }), 'invalid_arguments'],
      ['gets what is no JSON', call('add', '{"n":'), 'invalid_arguments'],
      ['does not exist', call('made_up'), 'unknown_tool'],
    ])('goes on after a tool that %s [defect.d01]', async (_case, block, code) => {
      const add = defineTool({
        name: 'add',
        description: 'Adds',
        parameters: SCHEMA,
        execute: () => {
          throw new Error('boom');
        },
      });
      const conversation = await bench.converse({ config: { tools: [add] } });
      bench.models.script(modelAnswers([block]), ANSWERED);
      expectSuccess(await conversation.say('go'));
      const [, , result, said] = conversation.shown();
      expect(result).toMatch(/^tool c1: /);
      expect(result).toContain(code);
      expect(said).toBe('assistant: Well');
      await bench.expectNextTurn(conversation);
      expectSoundChat(bench.asked());
      bench.guard.expectSilence();
    });

    it('goes on after a call of the browser that nobody has answered [defect.d02]', async () => {
      const conversation = await bench.converse({ tools: [PICK] });
      bench.models.script(modelAnswers([call('pick', { n: 1 })]));
      expectSuccess(await conversation.say('go'));
      await bench.expectNextTurn(conversation);
      expectSoundChat(bench.asked());
      bench.guard.expectSilence();
    });

    it('goes on after a question to a person that a reloaded page passes over [defect.d02]', async () => {
      const permit = defineTool({ name: 'permit', description: 'Asks', interrupt: true });
      const conversation = await bench.converse({ config: { tools: [permit] } });
      bench.models.script(modelAnswers([call('permit')]), ANSWERED);
      expectSuccess(await conversation.say('go'));
      const { served, agent } = conversation;
      const initialMessages = [...agent.messages, { id: 'u2', role: 'user', content: 'again' }];
      const reloaded = httpClient(client, { url: served.url, threadId: 't1', initialMessages });
      expectSuccess(await runClient(reloaded));
      expect(reloaded.messages.at(-1)).toMatchObject({ role: 'assistant', content: 'Well' });
      expectSoundChat(bench.asked());
      bench.guard.expectSilence();
    });

    it('goes on after a stop in the middle of a call [defect.d02]', async () => {
      const conversation = await bench.converse({ tools: [PICK] });
      const long = { n: 1, reason: 'x'.repeat(200) };
      bench.models.script(modelAnswers([call('pick', long)], { silentAfter: 6 }));
      const running = conversation.say('go');
      await bench.untilShown(conversation, /pick\(\{"n"/);
      await bench.stop(conversation);
      const run = await running;
      expect(run.runErrors).toEqual([]);
      await bench.expectNextTurn(conversation);
      expectSoundChat(bench.asked());
      bench.guard.expectSilence();
    });

    it('takes the result of a tool that returns nothing [defect.d04]', async () => {
      const nothing = defineTool({ name: 'nothing', description: 'Is done', execute: () => {} });
      const conversation = await bench.converse({ config: { tools: [nothing] } });
      bench.models.script(modelAnswers([call('nothing')]), ANSWERED);
      const run = await conversation.say('go');
      expectSuccess(run);
      const result = run.events.find(({ type }) => type === 'TOOL_CALL_RESULT');
      expect(typeof result?.content).toBe('string');
      await bench.expectNextTurn(conversation);
      bench.guard.expectSilence();
    });

    it.each<[string, Partial<Tool>]>([
      ['without parameters', { parameters: undefined }],
      ['whose parameters have a union at their root', { parameters: { anyOf: [SCHEMA, SCHEMA] } }],
      ['whose parameters are no schema', { parameters: 'none' as never }],
    ])('takes a tool of the browser %s [defect.d05]', async (_case, fields) => {
      const conversation = await bench.converse({ tools: [{ ...PICK, ...fields }] });
      bench.models.script(ANSWERED);
      const run = await conversation.say('go');
      expectSuccess(run);
      expect(chatTools(bench.asked())).toEqual(['pick']);
      await bench.expectNextTurn(conversation);
      bench.guard.expectSilence();
    });

    it.each(['nowhere/model', 'model-without-provider'])(
      'is told that the model %j does not exist, and answered by one that does [defect.d05]',
      async (model) => {
        const conversation = await bench.converse({
          config: { overridableProperties: ['model'], allowedModels: [/.*/] },
        });
        conversation.agent.addMessage({ id: 'u0', role: 'user', content: 'go' });
        const run = await conversation.run({ forwardedProps: { model } });
        expect(run.runErrors).toEqual([
          expect.objectContaining({ type: 'RUN_ERROR', code: 'invalid_model' }),
        ]);
        await bench.expectNextTurn(conversation);
      },
    );

    it('tells the model the results of its tools without being told to [defect.d08]', async () => {
      const add = defineTool({
        name: 'add',
        description: 'Adds',
        parameters: SCHEMA,
        execute: ({ n }: Record<string, unknown>) => Number(n) + 41,
      });
      const conversation = await bench.converse({ config: { tools: [add] } });
      bench.models.script(modelAnswers([call('add', { n: 1 })]), ANSWERED);
      expectSuccess(await conversation.say('go'));
      expect(chatMessages(bench.asked(1)).at(-1)).toMatchObject({ role: 'tool', content: '42' });
      await bench.expectNextTurn(conversation);
      bench.guard.expectSilence();
    });

    it.each([
      ['a plain JSON Schema', SCHEMA],
      ['a schema of the AI SDK', aiSdkSchema()],
    ])(
      'checks arguments against %s before the tool sees them [defect.d15]',
      async (_case, parameters) => {
        const seen: unknown[] = [];
        const add = defineTool({
          name: 'add',
          description: 'Adds',
          parameters: parameters as typeof SCHEMA,
          execute: (input: unknown) => {
            seen.push(input);
            return 'done';
          },
        });
        const conversation = await bench.converse({ config: { tools: [add] } });
        const [wrong, right] = [call('add', { n: 'one' }, 'c1'), call('add', { n: 1 }, 'c2')];
        bench.models.script(modelAnswers([wrong]), modelAnswers([right]), ANSWERED);
        expectSuccess(await conversation.say('go'));
        expect(seen).toEqual([{ n: 1 }]);
        expect(JSON.stringify(bench.asked(1))).toContain('invalid_arguments');
        await bench.expectNextTurn(conversation);
        expectSoundChat(bench.asked());
        bench.guard.expectSilence();
      },
    );

    it('goes on after calls of tools that do not exist, also beside one that does [defect.issue-2504]', async () => {
      const conversation = await bench.converse({ tools: [PICK] });
      bench.models.script(modelAnswers([call('gone', {}, 'c1'), call('pick', { n: 1 }, 'c2')]));
      expectSuccess(await conversation.say('go'));
      bench.models.script(ANSWERED);
      expectSuccess(await conversation.answerCall('c2', 'blue'));
      expectSoundChat(bench.asked());
      await bench.expectNextTurn(conversation);
      expectSoundChat(bench.asked());
      bench.guard.expectSilence();
    });

    it.each([
      ['overlap', ['c1', 'c2'], { order: 'interleaved' }],
      ['have the same id', ['c1', 'c1'], {}],
      ['overlap and have the same id', ['c1', 'c1'], { order: 'interleaved' }],
    ] as const)('tells calls apart that %s [defect.issue-2587]', async (_case, ids, faults) => {
      const add = defineTool({
        name: 'add',
        description: 'Adds',
        parameters: SCHEMA,
        execute: ({ n }: Record<string, unknown>) => Number(n) + 1,
      });
      const conversation = await bench.converse({ config: { tools: [add] } });
      const calls = ids.map((id, index) => call('add', { n: (index + 1) * 10 }, id));
      bench.models.script(modelAnswers(calls, faults), ANSWERED);
      const run = await conversation.say('go');
      expectSuccess(run);
      const starts = run.events.filter(({ type }) => type === 'TOOL_CALL_START');
      expect(new Set(starts.map(({ toolCallId }) => toolCallId)).size).toBe(2);
      const results = run.events.filter(({ type }) => type === 'TOOL_CALL_RESULT');
      expect(new Set(results.map(({ content }) => content))).toEqual(new Set(['11', '21']));
      await bench.expectNextTurn(conversation);
      expectSoundChat(bench.asked());
      bench.guard.expectSilence();
    });

    it('is ready again when its provider was silent until the stop', async () => {
      const conversation = await bench.converse();
      bench.models.script(modelIsSilent);
      const running = conversation.say('go');
      await bench.models.untilRequests(1);
      await bench.stop(conversation);
      expect((await running).runErrors).toEqual([]);
      await bench.expectNextTurn(conversation);
    });
  },
);

/** As `jsonSchema()` of the AI SDK makes it, without a check of its own. */
function aiSdkSchema(): unknown {
  return { [Symbol.for('vercel.ai.schema')]: true, jsonSchema: SCHEMA, validate: undefined };
}
