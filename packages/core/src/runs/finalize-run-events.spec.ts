import { describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/store';
import { createRunEventFinalizer, finalizeRunEvents } from './finalize-run-events.js';

const IDS = { threadId: 't', runId: 'r' };
const STARTED: BaseEvent = { type: 'RUN_STARTED', ...IDS };
const OPEN: readonly BaseEvent[] = [
  { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' },
  { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'n' },
  { type: 'TOOL_CALL_END', toolCallId: 'c' },
];

describe('finalizeRunEvents', () => {
  it('appends what is missing and returns it', () => {
    const events = [STARTED, ...OPEN];
    const additions = finalizeRunEvents(events, { stopRequested: true });
    expect(additions.map(({ type }) => type)).toEqual([
      'TEXT_MESSAGE_END',
      'TOOL_CALL_RESULT',
      'RUN_FINISHED',
    ]);
    expect(additions.at(-1)).toEqual({ type: 'RUN_FINISHED', ...IDS });
    expect(events).toEqual([STARTED, ...OPEN, ...additions]);
    expect(finalizeRunEvents(events)).toEqual([]);
  });

  it('reports an interruption', () => {
    const code = 'INCOMPLETE_STREAM';
    expect(finalizeRunEvents([STARTED], { interruptionMessage: 'cut off' })).toEqual([
      { type: 'RUN_ERROR', message: 'cut off', code },
    ]);
    expect(finalizeRunEvents([])).toEqual([
      { type: 'RUN_ERROR', message: 'Run ended without emitting a terminal event', code },
    ]);
  });

  it('leaves a complete run alone, with whatever it has left open', () => {
    const events = [STARTED, ...OPEN, { type: 'RUN_FINISHED' }];
    expect(finalizeRunEvents(events)).toEqual([]);
    expect(events).toHaveLength(5);
  });

  it('ends the last of several runs, under its own ids', () => {
    const next = { type: 'RUN_STARTED', threadId: 't', runId: 'r2' };
    const events = [STARTED, { type: 'RUN_FINISHED', ...IDS }, next];
    expect(finalizeRunEvents(events, { stopRequested: true })).toEqual([
      { ...next, type: 'RUN_FINISHED' },
    ]);
  });
});

describe('createRunEventFinalizer', () => {
  it('does the same for events that nobody keeps', () => {
    const finalizer = createRunEventFinalizer();
    for (const event of [STARTED, ...OPEN]) finalizer.observe(event);
    expect(finalizer.finalize()).toEqual(finalizeRunEvents([STARTED, ...OPEN]));
    expect(finalizer.finalize()).toEqual([]);
  });
});
