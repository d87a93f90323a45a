import { BuiltInAgent, defineTool } from '../src/index.js';
import { createRecordingLogger } from './support/recording-logger.js';
import { collectRun } from './support/run-events.js';
import { callsTools, says, scriptedModel, toolCall } from './support/scripted-model.js';

const long = (word: string) => word.padEnd(400, '.');
const messages = [
  { id: '1', role: 'user', content: long('first') },
  { id: '2', role: 'assistant', content: long('answer') },
  { id: '3', role: 'user', content: 'Last' },
];

describe('maxInputTokens', () => {
  it('shortens what compactHistory has left, in each step anew [agent.input-limit]', async () => {
    const model = scriptedModel([callsTools(toolCall('c1', 'look')), says('Done')]);
    const seen: number[] = [];
    const agent = new BuiltInAgent({
      model,
      logger: createRecordingLogger(),
      prompt: 'Be short',
      stateTools: false,
      // 200 for the history, of which the first turn has to go for the result.
      maxInputTokens: 280,
      compactHistory: (given) => {
        seen.push(given.length);
        return given;
      },
      tools: [defineTool({ name: 'look', description: 'Looks', execute: () => long('seen') })],
    });
    const { error } = await collectRun(agent, { messages });
    expect(error).toBeUndefined();
    expect(seen).toEqual([3]);
    expect(model.calls.map(({ prompt }) => prompt.map(({ role }) => role))).toEqual([
      ['system', 'user', 'assistant', 'user'],
      ['system', 'user', 'assistant', 'tool'],
    ]);
  });

  it('is off unless it is set', async () => {
    const model = scriptedModel([says('Done')]);
    await collectRun(new BuiltInAgent({ model, logger: createRecordingLogger() }), { messages });
    expect(model.calls[0]?.prompt).toHaveLength(messages.length);
  });
});
