import { describe, expect, it } from '@jest/globals';

import { createRecordingLogger } from '../../test/support/recording-logger.js';
import { toPrompt } from '../messages/to-prompt.js';
import type { PromptMessage } from '../model/prompt.js';
import { PromptBudget } from './prompt-budget.js';

/** Each text is of 10 tokens. */
const text = (name: string) => ({ type: 'text', text: name.padEnd(40, '.') }) as const;
const system: PromptMessage = { role: 'system', content: 'System'.padEnd(40, '.') };
const user = (name: string): PromptMessage => ({ role: 'user', content: [text(name)] });
const says = (name: string): PromptMessage => ({ role: 'assistant', content: [text(name)] });
const calls: PromptMessage = {
  role: 'assistant',
  content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'find', input: 'x'.repeat(34) }],
};
const result: PromptMessage = {
  role: 'tool',
  content: [
    {
      type: 'tool-result',
      toolCallId: 'c',
      toolName: 'find',
      output: { type: 'text', value: 'x'.repeat(40) },
    },
  ],
};

function fitted(maxInputTokens: number, prompt: readonly PromptMessage[]) {
  const logger = createRecordingLogger();
  const kept = new PromptBudget({ maxInputTokens, tools: [], logger }).fit(prompt);
  return { kept, lines: logger.lines };
}

describe('PromptBudget', () => {
  const first = [user('one'), calls, result, says('found')];
  const second = [user('two'), user('and three'), says('fine')];
  const last = [user('four'), calls, result];

  it('leaves a prompt alone that fits', () => {
    const prompt = [system, ...first, ...last];
    const { kept, lines } = fitted(80, prompt);
    expect(kept).toBe(prompt);
    expect(lines).toEqual([]);
  });

  it('leaves out the oldest turns, whole ones, and says so once [agent.input-limit]', () => {
    const prompt = [system, ...first, ...second, ...last];
    expect(fitted(109, prompt).kept).toEqual([system, ...second, ...last]);
    const { kept, lines } = fitted(69, prompt);
    expect(kept).toEqual([system, ...last]);
    expect(lines).toMatchObject([{ level: 'debug', details: { turns: 2, estimatedTokens: 40 } }]);
  });

  it('keeps the last turn, and all system messages, however long they are [agent.input-limit]', () => {
    expect(fitted(1, [system, system, ...first, ...last]).kept).toEqual([system, system, ...last]);
    expect(fitted(1, last).kept).toEqual(last);
  });

  it('keeps the last words of the user when the assistant is asked to go on', async () => {
    const prompt = await toPrompt(
      [
        { id: '1', role: 'user', content: 'one' },
        { id: '2', role: 'assistant', content: 'answer' },
        { id: '3', role: 'user', content: 'two' },
        { id: '4', role: 'assistant', content: 'cut off' },
      ],
      {
        provider: 'scripted',
        forwardSystemMessages: false,
        forwardDeveloperMessages: false,
        reasoningRoundTrip: true,
        supportedUrls: {},
        download: () => Promise.reject(new Error('unused')),
        logger: createRecordingLogger(),
      },
    );
    expect(fitted(1, prompt).kept).toEqual(prompt.slice(2));
  });

  it('counts the definitions of tools', () => {
    const tools = [{ name: 'find', description: 'x'.repeat(400), inputSchema: {} }];
    const budget = new PromptBudget({
      maxInputTokens: 100,
      tools,
      logger: createRecordingLogger(),
    });
    expect(budget.fit([...first, user('next')])).toEqual([user('next')]);
  });
});
