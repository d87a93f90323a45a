import { createAnthropic as createAnthropic3 } from '@ai-sdk/anthropic';
import { createAnthropic as createAnthropic4 } from 'ai-sdk-anthropic-4';
import { BuiltInAgent, type LanguageModel } from '../src/index.js';
import { collectRun } from './support/run-events.js';

type Create = (options: { apiKey: string; fetch: typeof fetch }) => unknown;

/** A message of Claude with one text. */
function answer(text: string, stopReason: string): Response {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = { id: 'm', type: 'message', role: 'assistant', model: 'claude', content: [] };
  const events = [
    { type: 'message_start', message: { ...message, usage } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: stopReason, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ];
  const lines = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return new Response(lines.join(''), { headers: { 'content-type': 'text/event-stream' } });
}

describe('an answer that the provider has paused', () => {
  it.each<[version: number, create: Create]>([
    [3, createAnthropic3],
    [4, createAnthropic4],
  ])('goes on in the next step, with @ai-sdk/anthropic %d [agent.pauses]', async (_, create) => {
    const answers = [answer('Searching', 'pause_turn'), answer('Found', 'end_turn')];
    const bodies: unknown[] = [];
    const provider = create({
      apiKey: 'key',
      fetch: (_url, init) => {
        if (typeof init?.body === 'string') bodies.push(JSON.parse(init.body));
        return Promise.resolve(answers.shift() ?? new Response('', { status: 418 }));
      },
      // Each package has a type of its own for what `LanguageModel` describes.
    }) as (id: string) => LanguageModel;
    const { events } = await collectRun(new BuiltInAgent({ model: provider('claude') }));

    expect(bodies[1]).toMatchObject({
      messages: [{ role: 'user' }, { role: 'assistant', content: [{ text: 'Searching' }] }],
    });
    expect(events.flatMap(({ delta }) => (delta === undefined ? [] : [delta]))).toEqual([
      'Searching',
      'Found',
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'RUN_FINISHED' });
  });
});
