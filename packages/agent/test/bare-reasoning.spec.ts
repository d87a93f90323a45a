import { callTool, modelAnswers, ModelFaultServer, sayText, think } from '@flightdeck/testing';
import { BuiltInAgent } from '../src/index.js';
import { clientOf } from './support/run-events.js';

const TOOLS = [{ name: 'pick', description: 'Picks', parameters: { type: 'object' } }];

/** What the server was sent of each turn's reasoning, question by question. */
function reasoningOf(server: ModelFaultServer): unknown[][] {
  return server.requests.map(({ body }) =>
    (body as { messages: Record<string, unknown>[] }).messages.flatMap(
      ({ reasoning_content: reasoning }) => (reasoning === undefined ? [] : [reasoning]),
    ),
  );
}

describe('reasoning that its provider does not sign', () => {
  it.each(['deepseek/deepseek-reasoner', 'openai-compatible/kimi'])(
    'of %s goes back until the user speaks again, whoever answers its calls [agent.bare-reasoning]',
    async (model) => {
      const server = await ModelFaultServer.start(
        modelAnswers([think('First'), callTool('look')]),
        modelAnswers([think('Second'), callTool('pick')]),
        modelAnswers([think('Third'), sayText('Done')]),
        modelAnswers([sayText('You are welcome')]),
      );
      const look = { name: 'look', description: 'Looks', execute: () => 'seen' };
      const agent = new BuiltInAgent({ model, apiKey: 'k', baseURL: server.v1, tools: [look] });
      const client = clientOf('1.0.0', agent);
      client.setMessages([{ id: 'u1', role: 'user', content: 'Go' }]);
      await client.runAgent({ tools: TOOLS });
      client.addMessage({ id: 't1', role: 'tool', toolCallId: 'call_pick', content: 'blue' });
      await client.runAgent({ tools: TOOLS });
      client.addMessage({ id: 'u2', role: 'user', content: 'Thanks' });
      await client.runAgent({ tools: TOOLS });

      expect(reasoningOf(server)).toEqual([[], ['First'], ['First', 'Second'], []]);
      await server.close();
    },
  );
});
