import { describe, expect, it } from '@jest/globals';
import { growthPerCall, growthPerItem, NO_GROWTH } from '@flightdeck/testing';
import type { LegacyMessage } from './input/legacy-message.js';
import { toAguiMessages } from './input/to-agui-messages.js';
import { ResponseTranslator } from './output/response-translator.js';

function image(id: string): LegacyMessage {
  return { kind: 'image', id, role: 'user', format: 'png', bytes: 'AAAA' };
}

function call(id: string): LegacyMessage {
  return { kind: 'call', id, name: 'paint', args: '{}', parentMessageId: 'p' };
}

function translatorBehind(length: number): ResponseTranslator {
  return new ResponseTranslator({
    threadId: 't',
    runId: 'r',
    agentName: 'planner',
    session: null,
    messages: Array.from({ length }, (_none, index) => ({
      id: `m${index}`,
      role: 'user',
      content: 'Hello',
    })),
    state: undefined,
    frontendTools: new Set(),
    newId: () => 'new',
    now: () => 0,
  });
}

describe('what a request of an old client costs', () => {
  it.each<[string, (index: number) => LegacyMessage]>([
    ['images of one message', (index) => image(`m~part~${index + 1}`)],
    ['images of messages of their own', (index) => image(`m${index}~part~1`)],
    ['calls of one message', (index) => call(`c${index}`)],
  ])('grows with its %s, and not faster', (_of, make) => {
    const history = (length: number): LegacyMessage[] =>
      Array.from({ length }, (_none, index) => make(index));
    expect(growthPerItem(1_000, history, toAguiMessages)).toBeLessThan(NO_GROWTH);
  });

  it('is for a call the same, however long the history', () => {
    let told = 0;
    const tell = (translator: ResponseTranslator): void => {
      for (let index = 0; index < 1000; index += 1) {
        told += 1;
        const toolCallId = `c${told}`;
        translator.take({ type: 'TOOL_CALL_START', toolCallId, toolCallName: 'paint' });
        translator.take({ type: 'TOOL_CALL_END', toolCallId });
        translator.patches();
      }
    };
    expect(growthPerCall(1_000, translatorBehind, tell)).toBeLessThan(NO_GROWTH);
  });
});
