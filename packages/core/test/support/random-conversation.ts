import type { Message } from '@flightdeck/core';

/** The same numbers from 0 to below 1 for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function toolMessage(toolCallId: string, id = `${toolCallId}-answer`): Message {
  return { id, role: 'tool', toolCallId, content: 'done' };
}

export function callingMessage(id: string, ...callIds: readonly string[]): Message {
  return {
    id,
    role: 'assistant',
    toolCalls: callIds.map((callId) => ({
      id: callId,
      type: 'function',
      function: { name: 'tool', arguments: '{}' },
    })),
  };
}

/** Any list of messages: calls and results in any order, doubled, orphaned or missing. */
export function randomConversation(seed: number): Message[] {
  const random = randomNumbers(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  return Array.from({ length: below(12) }, (_, index): Message => {
    const id = random() < 0.1 ? `m${below(4)}` : `m${index}`;
    switch (below(7)) {
      case 0:
      case 1:
        return { id, role: 'user', content: `says ${index}` };
      case 2:
        return callingMessage(
          id,
          ...Array.from({ length: 1 + below(3) }, (__, at) => `c${index}-${at}`),
        );
      case 3:
      case 4:
        return toolMessage(`c${below(12)}-${below(2)}`, id);
      case 5:
        return { id, role: random() < 0.5 ? 'reasoning' : 'system', content: 'hm' };
      default:
        return { id, role: 'assistant', content: `answers ${index}` };
    }
  });
}
