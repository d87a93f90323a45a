import { defineTool } from '@flightdeck/agent';
import type { Message, Tool } from '@flightdeck/core';
import { callTool, modelAnswers, sayText } from '@flightdeck/testing';
import { CLIENTS } from '../support/clients.js';
import { httpClient, runClient } from '../support/http-client.js';
import { AgentBench, expectSuccess } from './support/agent-bench.js';
import { chatMessages, chatTools, expectSoundChat } from './support/sound-chat.js';

const ANSWERED = modelAnswers([sayText('Well')]);
const CHOOSE: Tool = {
  name: 'choose',
  description: 'Chooses',
  parameters: {
    type: 'object',
    properties: {
      size: { type: 'string', enum: ['small', 'large'] },
      by: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    },
    required: ['size'],
  },
};
const ADD = defineTool({
  name: 'add',
  description: 'Adds',
  parameters: { type: 'object', properties: { n: { type: 'number' } } },
  execute: () => 'added',
});

const call = (name: string, args: unknown = {}, id = 'c1') => callTool(name, args, { id });
const madeCall = (id: string, name: string) => ({
  id,
  type: 'function' as const,
  function: { name, arguments: '{}' },
});

/** As threads of CopilotKit 1.75 are: ids of providers, calls without results and with two, old parts. */
const OLD_THREAD = [
  {
    id: 'h1',
    role: 'user',
    content: [
      { type: 'text', text: 'Look' },
      { type: 'binary', mimeType: 'image/png', data: 'aGk=' },
    ],
  },
  { id: '1', role: 'assistant', content: 'answeranswer', toolCalls: [madeCall('call_0', 'gone')] },
  { id: 'h2', role: 'user', content: 'Go on' },
  { id: 'h3', role: 'user', content: 'And?' },
  { id: 'txt-0', role: 'assistant', toolCalls: [madeCall('c7', 'add'), madeCall('c8', 'add')] },
  { id: 'r1', role: 'tool', toolCallId: 'c7', content: 'one' },
  { id: 'r2', role: 'tool', toolCallId: 'c7', content: 'one again' },
  { id: 'r3', role: 'tool', toolCallId: 'nobody', content: 'stray' },
] as unknown as readonly Message[];

describe.each(CLIENTS.map((client) => [client.version, client] as const))(
  'a thread of HttpAgent %s',
  (_version, client) => {
    let bench: AgentBench;
    beforeEach(async () => {
      bench = await AgentBench.start(client);
    });
    afterEach(() => bench.close());

    it('that was begun with CopilotKit goes on [defect.old-threads]', async () => {
      const conversation = await bench.converse({ config: { tools: [ADD] } });
      conversation.agent.setMessages(OLD_THREAD);
      bench.models.script(modelAnswers([call('add', { n: 1 }, 'call_0')]), ANSWERED);
      expectSuccess(await conversation.say('still there?'));
      expectSoundChat(bench.asked(0));
      expectSoundChat(bench.asked(1));
      expect(JSON.stringify(bench.asked(0))).toContain('data:image/png;base64,aGk=');
      expect(JSON.stringify(bench.asked(0))).toContain('answeranswer');
      expect(conversation.shown().at(-1)).toBe('assistant: Well');
      await bench.expectNextTurn(conversation);
      expectSoundChat(bench.asked());
      bench.guard.expectSilence();
    });

    it('is shown the same to a page that joins later, and goes on there [defect.issue-3170]', async () => {
      const conversation = await bench.converse({ config: { tools: [ADD] }, tools: [CHOOSE] });
      const both = [call('add', {}, 'c1'), call('choose', { size: 'small' }, 'c2')];
      bench.models.script(modelAnswers([sayText('Both'), ...both]));
      expectSuccess(await conversation.say('go'));
      const { served, agent } = conversation;
      const joined = httpClient(client, { url: served.url, threadId: 't1', call: 'connect' });
      const run = await runClient(joined);
      expect([run.rejection, run.runErrors]).toEqual([undefined, []]);
      expect(joined.messages).toEqual(agent.messages);
      bench.models.script(ANSWERED);
      const there = httpClient(client, {
        url: served.url,
        threadId: 't1',
        initialMessages: [...joined.messages, { id: 'u9', role: 'user', content: 'hi' }],
      });
      expectSuccess(await runClient(there));
      expectSoundChat(bench.asked());
      bench.guard.expectSilence();
    });

    it('offers the tools of the browser in every step and every turn [defect.issue-4952]', async () => {
      const conversation = await bench.converse({ config: { tools: [ADD] }, tools: [CHOOSE] });
      bench.models.script(modelAnswers([call('add', {}, 'c1')]), ANSWERED);
      expectSuccess(await conversation.say('go'));
      await bench.expectNextTurn(conversation);
      expect([0, 1, 2].map((index) => chatTools(bench.asked(index)))).toEqual([
        ['add', 'choose'],
        ['add', 'choose'],
        ['add', 'choose'],
      ]);
      bench.guard.expectSilence();
    });

    it('tells the model the choices and unions of the browser’s tools [defect.issue-3339]', async () => {
      const conversation = await bench.converse({ tools: [CHOOSE] });
      bench.models.script(ANSWERED);
      expectSuccess(await conversation.say('go'));
      const { tools } = bench.asked() as { readonly tools: readonly unknown[] };
      expect(tools).toMatchObject([{ function: { parameters: CHOOSE.parameters } }]);
      await bench.expectNextTurn(conversation);
      bench.guard.expectSilence();
    });

    it('has a state to which the model may append [defect.issue-6293]', async () => {
      const conversation = await bench.converse({ config: { stateTools: true } });
      conversation.agent.setState({ todos: ['one'] });
      const delta = [{ op: 'add', path: '/todos/-', value: 'two' }];
      bench.models.script(modelAnswers([call('AGUISendStateDelta', { delta })]), ANSWERED);
      expectSuccess(await conversation.say('go'));
      expect(conversation.agent.state).toEqual({ todos: ['one', 'two'] });
      await bench.expectNextTurn(conversation);
      expect(JSON.stringify(chatMessages(bench.asked())[0])).toContain('two');
      bench.guard.expectSilence();
    });
  },
);
