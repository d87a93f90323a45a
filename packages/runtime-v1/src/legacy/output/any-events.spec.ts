import { describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/core';
import { translate } from '../../../test/legacy/support/translate.js';

describe('any sequence of events', () => {
  it('becomes an answer that a client can apply, and that is complete', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const pick = picker(seed);
      const events = Array.from({ length: 40 }, () => randomEvent(pick));
      const session = pick([null, { nodeName: 'n' }]);
      const response = translate(events, { session, state: pick([undefined, { s: 1 }, 7]) });
      expect(
        new Set(response.messages.map(({ id, __typename }) => `${__typename}${id}`)).size,
      ).toBe(response.messages.length);
    }
  });
});

type Pick = <T>(choices: readonly T[]) => T;

function picker(seed: number): Pick {
  let state = seed;
  return (choices) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const choice = choices[(state >>> 8) % choices.length];
    return choice as (typeof choices)[number];
  };
}

function randomEvent(pick: Pick): BaseEvent {
  const type = pick([...TYPES, ...TYPES, 'RUN_FINISHED', 'RUN_ERROR', 'NOT_AN_EVENT']);
  return {
    type,
    messageId: pick(['a', 'b', 'c', '', undefined, 7]),
    toolCallId: pick(['a', 'c1', 'c2', undefined]),
    toolCallName: pick(['paint', 'search', undefined]),
    parentMessageId: pick(['a', 'b', undefined, null]),
    role: pick(['assistant', 'user', 'reasoning', undefined]),
    delta: pick<unknown>([
      'x',
      '',
      '{"p":',
      '1}',
      undefined,
      [{ op: 'add', path: '/k', value: 1 }],
      [7],
    ]),
    content: pick<unknown>(['done', [{ type: 'text', text: 'x' }], { a: 1 }, undefined]),
    snapshot: pick<unknown>([{ s: 2 }, [], null, 'x']),
    messages: pick<unknown>([[], 'x', [{ id: 'a', role: 'assistant', content: 'y' }], [null]]),
    stepName: pick(['one', 'two', undefined]),
    name: pick(['PredictState', 'Exit', 'on_interrupt', 'other']),
    value: pick<unknown>([
      [{ state_key: 'p', tool: 'paint', tool_argument: 'p' }],
      'x',
      null,
      { a: 1 },
    ]),
    outcome: pick<unknown>([undefined, 'x', { type: 'interrupt', interrupts: [{ id: 'i' }, 7] }]),
    code: pick(['X', undefined]),
  };
}

const TYPES = [
  'TEXT_MESSAGE_START',
  'TEXT_MESSAGE_CONTENT',
  'TEXT_MESSAGE_CONTENT',
  'TEXT_MESSAGE_END',
  'TEXT_MESSAGE_CHUNK',
  'TOOL_CALL_START',
  'TOOL_CALL_ARGS',
  'TOOL_CALL_END',
  'TOOL_CALL_CHUNK',
  'TOOL_CALL_RESULT',
  'STATE_SNAPSHOT',
  'STATE_DELTA',
  'STEP_STARTED',
  'STEP_FINISHED',
  'MESSAGES_SNAPSHOT',
  'CUSTOM',
  'REASONING_MESSAGE_CHUNK',
  'RUN_STARTED',
];
