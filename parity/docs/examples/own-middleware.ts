import type { RunMiddleware } from '@flightdeck/core';

/** Hides card numbers from clients and from the store, and tells the agent the time. */
export const house: RunMiddleware = {
  name: 'house',
  begin(input) {
    const time = { description: 'The time', value: new Date().toISOString() };
    const texts = new Map<unknown, string>();
    return {
      input: { ...input, context: [...input.context, time] },
      push(event) {
        const { messageId } = event;
        if (event.type === 'TEXT_MESSAGE_CONTENT') {
          // A number may be cut into several deltas: the text waits until it is complete.
          texts.set(messageId, (texts.get(messageId) ?? '') + String(event.delta));
          return [];
        }
        if (event.type !== 'TEXT_MESSAGE_END') return [event];
        const delta = texts.get(messageId)?.replace(/\b\d(?:[ -]?\d){12,18}\b/g, '[card number]');
        texts.delete(messageId);
        return delta ? [{ type: 'TEXT_MESSAGE_CONTENT', messageId, delta }, event] : [event];
      },
      end: () => [],
    };
  },
};
