import { describe, expect, it } from '@jest/globals';
import type { LegacyMessage } from './input/legacy-message.js';
import { toAguiMessages } from './input/to-agui-messages.js';
import { ResponseTranslator } from './output/response-translator.js';

const COUNT = 20_000;

/** Milliseconds of the processor, which is shared with other tests. */
function cpuTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
}

function image(id: string): LegacyMessage {
  return { kind: 'image', id, role: 'user', format: 'png', bytes: 'AAAA' };
}

function call(id: string): LegacyMessage {
  return { kind: 'call', id, name: 'paint', args: '{}', parentMessageId: 'p' };
}

describe('what a request of an old client costs', () => {
  it.each<[string, (index: number) => LegacyMessage]>([
    ['images of one message', (index) => image(`m~part~${index + 1}`)],
    ['images of messages of their own', (index) => image(`m${index}~part~1`)],
    ['calls of one message', (index) => call(`c${index}`)],
  ])('grows with its %s, and not faster', (_of, make) => {
    const history = Array.from({ length: COUNT }, (_none, index) => make(index));
    expect(cpuTimeOf(() => toAguiMessages(history))).toBeLessThan(400);
  });

  it('is for a call the same, however long the history', () => {
    const translator = new ResponseTranslator({
      threadId: 't',
      runId: 'r',
      agentName: 'planner',
      session: null,
      messages: Array.from({ length: COUNT }, (_none, index) => ({
        id: `m${index}`,
        role: 'user',
        content: 'Hello',
      })),
      state: undefined,
      frontendTools: new Set(),
      newId: () => 'new',
      now: () => 0,
    });
    const tell = (): void => {
      for (let index = 0; index < 1000; index += 1) {
        const toolCallId = `c${index}`;
        translator.take({ type: 'TOOL_CALL_START', toolCallId, toolCallName: 'paint' });
        translator.take({ type: 'TOOL_CALL_END', toolCallId });
        translator.patches();
      }
    };
    expect(cpuTimeOf(tell)).toBeLessThan(400);
  });
});
