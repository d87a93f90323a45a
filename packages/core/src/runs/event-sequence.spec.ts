import { describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/store';
import { FAILED, call, openGate, text } from '../../test/support/open-gate.js';

const DELTA = text('CONTENT', 'm', { delta: 'hi' });

describe('chunks', () => {
  const chunk = (rest: object): BaseEvent => ({ type: 'TEXT_MESSAGE_CHUNK', delta: 'x', ...rest });
  const callChunk = (rest: object): BaseEvent => ({
    type: 'TOOL_CALL_CHUNK',
    toolCallName: 'confirm',
    delta: '{}',
    ...rest,
  });

  it('pass unchanged, and clients close what they opened', () => {
    const { tracker, emit } = openGate();
    const events = [chunk({ messageId: 'm' }), chunk({}), callChunk({ toolCallId: 'c' })];
    expect(emit(...events)).toEqual(events);
    expect(tracker.close(FAILED)).toEqual([
      expect.objectContaining({ type: 'TOOL_CALL_RESULT', toolCallId: 'c' }),
      expect.objectContaining({ type: 'RUN_ERROR' }),
    ]);
  });

  it('may not continue what another event has closed', () => {
    const { dropped, emit } = openGate();
    emit(chunk({ messageId: 'm' }), { type: 'CUSTOM', name: 'n', value: 1 });
    expect(emit(chunk({}), DELTA, text('END'))).toEqual([]);
    expect(dropped).toHaveLength(3);
    expect(emit(chunk({ messageId: 'm' }))).toHaveLength(1);
  });

  it('make a call complete once another event follows', () => {
    const { tracker, emit } = openGate();
    emit(callChunk({ toolCallId: 'f' }), { type: 'CUSTOM', name: 'n', value: 1 });
    expect(tracker.close(FAILED)).toHaveLength(1);
  });

  it('lose what contradicts the first one', () => {
    const { emit } = openGate();
    emit(chunk({ messageId: 'm', name: 'Ann' }));
    expect(
      emit(chunk({ messageId: 'm', name: 'Bob', role: 'assistant', subagentRunId: 's' })),
    ).toEqual([chunk({ messageId: 'm', role: 'assistant' })]);
  });
});

describe('subagents', () => {
  it('lose an attribution that contradicts the owner of the item', () => {
    const { emit } = openGate();
    const own = text('START', 'm', { subagentRunId: 's1' });
    const foreign = text('CONTENT', 'm', { delta: 'x', subagentRunId: 's2' });
    expect(emit(own, foreign)).toEqual([own, text('CONTENT', 'm', { delta: 'x' })]);
  });

  it('are held against the messages of RUN_STARTED, too', () => {
    const { emit } = openGate([{ id: 'm', role: 'assistant', content: 'old' }]);
    expect(emit(text('START', 'm', { subagentRunId: 's1' }))).toEqual([text('START')]);
  });

  it('take the calls of a message with them', () => {
    const { emit } = openGate();
    const tagged = { subagentRunId: 's1' };
    const start = call('START', 'c', { toolCallName: 'n', parentMessageId: 'm' });
    const events = [
      text('START', 'm', tagged),
      start,
      call('ARGS', 'c', { delta: '1', ...tagged }),
    ];
    expect(emit(...events)).toEqual(events);
    expect(emit(call('ARGS', 'c', { delta: '2', subagentRunId: 's2' }))).toEqual([
      call('ARGS', 'c', { delta: '2' }),
    ]);
  });

  it('start once, and only below one that has started', () => {
    const { dropped, emit } = openGate();
    const start = { type: 'SUBAGENT_STARTED', subagentRunId: 's1', name: 'n' };
    expect(emit({ ...start, parentSubagentRunId: 'nobody' })).toEqual([start]);
    expect(emit(start, { type: 'SUBAGENT_FINISHED', subagentRunId: 's1' }, start)).toHaveLength(1);
    expect(dropped).toHaveLength(2);
  });
});
