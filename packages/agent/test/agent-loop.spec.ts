import { BuiltInAgent, defineTool } from '../src/index.js';
import { collectRun } from './support/run-events.js';
import { callsTools, says, scriptedModel, toolCall } from './support/scripted-model.js';

const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

describe('a run', () => {
  it('tells a text answer as one message between RUN_STARTED and RUN_FINISHED', async () => {
    const agent = new BuiltInAgent({ model: scriptedModel([says('Hel', '', 'lo')]) });
    const { events, error } = await collectRun(agent);
    expect(error).toBeUndefined();
    expect(types(events)).toEqual([
      'RUN_STARTED',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
  });

  it('tells the model the result of a server tool without further options (D8)', async () => {
    const model = scriptedModel([callsTools(toolCall('c1', 'add', { a: 1, b: 2 })), says('3')]);
    const add = defineTool({
      name: 'add',
      description: 'Adds',
      parameters: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } } },
      execute: ({ a, b }) => Number(a) + Number(b),
    });
    const { events, error } = await collectRun(new BuiltInAgent({ model, tools: [add] }));
    expect(error).toBeUndefined();
    expect(types(events)).toEqual([
      'RUN_STARTED',
      'TOOL_CALL_START',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_END',
      'TOOL_CALL_RESULT',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
    expect(model.calls).toHaveLength(2);
    expect(model.calls[1]?.prompt.slice(-2)).toMatchObject([
      {
        role: 'assistant',
        content: [{ type: 'tool-call', toolCallId: 'c1', input: { a: 1, b: 2 } }],
      },
      { role: 'tool', content: [{ toolCallId: 'c1', output: { type: 'json', value: 3 } }] },
    ]);
  });
});
