import { describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/core';
import { FINISHED, SESSION, translate } from '../../../test/legacy/support/translate.js';

function args(delta: string): BaseEvent {
  return { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta };
}

describe('the state of an agent that writes', () => {
  it('is predicted from arguments that are still being written', () => {
    const value = [{ state_key: 'steps', tool: 'plan', tool_argument: 'list' }];
    const { states } = translate(
      [
        { type: 'STATE_SNAPSHOT', snapshot: { goal: 'x' } },
        { type: 'CUSTOM', name: 'PredictState', value },
        { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'plan' },
        args('{"list":["fir'),
        args('st","sec'),
        { type: 'STATE_SNAPSHOT', snapshot: { goal: 'x', steps: ['real'] } },
        { type: 'TOOL_CALL_END', toolCallId: 'c' },
        FINISHED,
      ],
      SESSION,
    );
    expect(states.map(({ parsed }) => parsed)).toEqual([
      { goal: 'x' },
      { goal: 'x', steps: ['fir'] },
      { goal: 'x', steps: ['first', 'sec'] },
      { goal: 'x', steps: ['real'] },
      { goal: 'x', steps: ['real'] },
    ]);
  });

  it('is told of long arguments in steps that grow with them, and of all they say at the end', () => {
    const count = 4000;
    const value = [{ state_key: 'text', tool: 'write', tool_argument: 'text' }];
    const { states } = translate(
      [
        { type: 'CUSTOM', name: 'PredictState', value },
        { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'write' },
        args('{"text":"'),
        ...Array.from({ length: count }, () => args('word ')),
        args('.'),
        args('"}'),
        { type: 'TOOL_CALL_END', toolCallId: 'c' },
        FINISHED,
      ],
      SESSION,
    );
    const told = states.map(({ parsed }) => (parsed as { text?: string }).text ?? '');
    expect(told.slice(0, 3)).toEqual(['', 'word ', 'word word ']);
    expect(told.length).toBeLessThan(500);
    expect(told.at(-1)).toBe(`${'word '.repeat(count)}.`);
  });
});
