import { describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/store';
import { EventEncoder } from './event-encoder.js';

class Described {
  readonly type = 'TEXT_MESSAGE_CONTENT';
  readonly messageId = 'm';
  readonly delta = 'x';
  toJSON(): object {
    return { described: true };
  }
}

const content = (fields: object): BaseEvent => ({ type: 'TEXT_MESSAGE_CONTENT', ...fields });

/** One after the other, because an encoder remembers what it wrote before. */
const EVENTS: readonly BaseEvent[] = [
  content({ messageId: 'm', delta: 'plain' }),
  content({ messageId: 'm', delta: 'more' }),
  content({ messageId: 'm', delta: 'a "quote", a \\ and a \n' }),
  content({ messageId: 'm', delta: 'ü 漢 😀 \u2028' }),
  content({ messageId: 'm', delta: '\ud83d' }),
  content({ messageId: 'm', delta: '\ude00' }),
  content({ messageId: 'm', delta: '\u0000\u001f\u007f' }),
  content({ messageId: 'other "id"', delta: 'x' }),
  content({ delta: 'in another order', messageId: 'm' }),
  { delta: 'last', messageId: 'm', type: 'TEXT_MESSAGE_CONTENT' },
  content({ messageId: 'm', delta: 'x', timestamp: 1 }),
  content({ messageId: 'm', delta: 'x', rawEvent: { some: 'thing' } }),
  content({ messageId: 'm', delta: 'x', timestamp: undefined }),
  content({ messageId: 'm', delta: '' }),
  content({ messageId: 7, delta: 'x' }),
  content({ toolCallId: 'm', delta: 'x' }),
  content({ messageId: 'm', toolCallId: 'm', delta: 'x' }),
  { type: 'TOOL_CALL_ARGS', toolCallId: 'm', delta: '{"a":' },
  { type: 'TOOL_CALL_ARGS', toolCallId: 'm', delta: '1}' },
  { type: 'REASONING_MESSAGE_CONTENT', messageId: 'm', delta: 'x' },
  { type: 'CUSTOM', name: 'n', value: { delta: 'x' } },
  new Described() as unknown as BaseEvent,
  Object.create(content({ messageId: 'm', delta: 'inherited' })) as BaseEvent,
];

describe('the text of an event', () => {
  it.each(['in turn', 'twice each'])('is that of JSON.stringify, %s', (how) => {
    const encoder = new EventEncoder();
    for (const event of EVENTS) {
      if (how === 'twice each') encoder.encode(event);
      expect(encoder.encode(event)).toBe(JSON.stringify(event));
    }
  });

  it('cannot be had of what JSON cannot express', () => {
    const loop: Record<string, unknown> = { type: 'CUSTOM', name: 'n' };
    loop.value = loop;
    expect(() => new EventEncoder().encode(loop as BaseEvent)).toThrow(TypeError);
  });
});
