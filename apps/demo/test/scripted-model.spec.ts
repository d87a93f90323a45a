import { describe, expect, it } from '@jest/globals';
import type { ModelCall } from '../src/server/read-conversation.js';
import { scriptedModel } from '../src/server/scripted-model.js';

interface Part {
  readonly type: string;
  readonly delta?: string;
  readonly [field: string]: unknown;
}

const eager = () => scriptedModel({ wordDelayMs: 0, newId: () => 'call-1' });

async function open(call: ModelCall, model = eager()): Promise<ReadableStream<Part>> {
  // As the agent asks: a model takes what its own specification says.
  const { stream } = await model.doStream(call as never);
  return stream as ReadableStream<Part>;
}

async function partsOf(call: ModelCall): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of await open(call)) parts.push(part);
  return parts;
}

const user = (text: string) => ({ role: 'user', content: [{ type: 'text', text }] });
const textIn = (parts: readonly Part[]) => parts.map(({ delta }) => delta ?? '').join('');

describe('the scripted model', () => {
  it('speaks word by word', async () => {
    const parts = await partsOf({ prompt: [user('fox')] });
    expect(parts.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(10);
    expect(textIn(parts)).toMatch(/^You wrote: "fox"\. /);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'stop' } });
  });

  it('says the same whenever it is asked the same', async () => {
    const call = { prompt: [user('Draw a clock')], tools: [{ name: 'generateSandboxedUi' }] };
    expect(await partsOf(call)).toEqual(await partsOf(call));
  });

  it('streams the arguments of a call, and then the call', async () => {
    const parts = await partsOf({ prompt: [user('Add milk to my list')] });
    const call = parts.find(({ type }) => type === 'tool-call');
    expect(call).toMatchObject({ toolCallId: 'call-1', toolName: 'AGUISendStateDelta' });
    const args = parts.filter(({ type }) => type === 'tool-input-delta');
    expect(args.length).toBeGreaterThan(1);
    expect(textIn(args)).toBe(call?.['input']);
    expect(parts.at(-1)).toMatchObject({ finishReason: { unified: 'tool-calls' } });
  });

  it('answers to the result of the last tool alone', async () => {
    const prompt = [
      user('Book a table for 4 at 19:30'),
      {
        role: 'assistant',
        content: [
          {
            type: 'tool-call',
            toolCallId: 'c',
            toolName: 'bookTable',
            input: { guests: 4, time: '19:30' },
          },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c',
            toolName: 'bookTable',
            output: { type: 'json', value: { approved: true } },
          },
        ],
      },
    ];
    expect(textIn(await partsOf({ prompt }))).toMatch(/^Booked: a table for 4 at 19:30/);
    expect(textIn(await partsOf({ prompt: [...prompt, user('Hello')] }))).toMatch(/^Hello!/);
  });

  it('stops in the middle of a word when the run is aborted', async () => {
    const abort = new AbortController();
    const model = scriptedModel({ wordDelayMs: 60_000 });
    const stream = await open({ prompt: [user('long')], abortSignal: abort.signal }, model);
    const reading = partsIn(stream);
    abort.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

async function partsIn(stream: ReadableStream<Part>): Promise<void> {
  const reader = stream.getReader();
  while (!(await reader.read()).done);
}
