import { describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/store';
import { RunEventTracker, type RunEnd } from './run-event-tracker.js';

const IDS = { threadId: 'thread', runId: 'run' };
const FAILED = { kind: 'failed', message: 'broken', code: 'INCOMPLETE_STREAM' } as const;
const STOPPED: RunEnd = { kind: 'stopped' };
const FINISHED = { type: 'RUN_FINISHED', ...IDS };

interface Gate {
  readonly tracker: RunEventTracker;
  /** What is emitted for the given events. */
  readonly emit: (...events: readonly unknown[]) => BaseEvent[];
}

function openGate(): Gate {
  const tracker = new RunEventTracker({ ...IDS, frontendTools: new Set(['confirm']) });
  return { tracker, emit: (...events) => events.flatMap((event) => tracker.admit(event)) };
}

const END = { type: 'TEXT_MESSAGE_END', messageId: 'm' };
const START = { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
const call = (type: string, toolCallId = 'c', rest: object = {}): BaseEvent => ({
  type: `TOOL_CALL_${type}`,
  toolCallId,
  ...rest,
});
const CALL = call('START', 'c', { toolCallName: 'search' });

const EVERYTHING_OPEN: readonly BaseEvent[] = [
  { type: 'SUBAGENT_STARTED', subagentRunId: 's1', name: 'outer' },
  { type: 'SUBAGENT_STARTED', subagentRunId: 's2', name: 'inner', parentSubagentRunId: 's1' },
  { type: 'STEP_STARTED', stepName: 'one' },
  { type: 'STEP_STARTED', stepName: 'two', subagentRunId: 's2' },
  { type: 'REASONING_START', messageId: 'r' },
  { type: 'REASONING_MESSAGE_START', messageId: 'r', role: 'reasoning' },
  { type: 'THINKING_START' },
  { type: 'THINKING_TEXT_MESSAGE_START' },
  CALL,
  START,
];
const ITEM_ENDS = [
  { type: 'THINKING_TEXT_MESSAGE_END' },
  { type: 'THINKING_END' },
  { type: 'REASONING_MESSAGE_END', messageId: 'r' },
  { type: 'REASONING_END', messageId: 'r' },
  { type: 'STEP_FINISHED', stepName: 'two', subagentRunId: 's2' },
  { type: 'STEP_FINISHED', stepName: 'one' },
];
const subagentEnds = (end: object): object[] =>
  ['s2', 's1'].map((subagentRunId) => ({ ...end, subagentRunId }));
const result = (toolCallId: string, content: object): BaseEvent => ({
  type: 'TOOL_CALL_RESULT',
  toolCallId,
  messageId: `${toolCallId}-result`,
  role: 'tool',
  content: JSON.stringify(content),
});
const STOPPED_CONTENT = {
  status: 'stopped',
  reason: 'stop_requested',
  message: 'Run stopped by user',
};
const FAILED_CONTENT = { status: 'error', reason: 'missing_terminal_event', message: 'broken' };

describe('the end of a run closes everything', () => {
  it('when it is stopped', () => {
    const { tracker, emit } = openGate();
    emit(...EVERYTHING_OPEN);
    expect(tracker.close(STOPPED)).toEqual([
      END,
      call('END'),
      result('c', STOPPED_CONTENT),
      ...ITEM_ENDS,
      ...subagentEnds({ type: 'SUBAGENT_ERROR', message: 'Run stopped by user', code: 'STOPPED' }),
      FINISHED,
    ]);
    expect(tracker.terminal).toEqual(FINISHED);
    expect(tracker.close(STOPPED)).toEqual([]);
    expect(emit(START)).toEqual([]);
  });

  it('when it fails', () => {
    const { tracker, emit } = openGate();
    emit(...EVERYTHING_OPEN);
    const { message, code } = FAILED;
    expect(tracker.close(FAILED)).toEqual([
      END,
      call('END'),
      result('c', FAILED_CONTENT),
      ...ITEM_ENDS,
      ...subagentEnds({ type: 'SUBAGENT_ERROR', message, code }),
      { type: 'RUN_ERROR', message, code },
    ]);
  });

  it.each<[BaseEvent, object]>([
    [FINISHED, { type: 'SUBAGENT_FINISHED' }],
    [
      { ...FINISHED, outcome: { type: 'interrupt', interrupts: [{ id: 'i', reason: 'r' }] } },
      { type: 'SUBAGENT_FINISHED', outcome: { type: 'suspended' } },
    ],
    [
      { type: 'RUN_ERROR', message: 'own' },
      { type: 'SUBAGENT_ERROR', message: 'own' },
    ],
  ])('when the agent ends it by %j, without inventing results', (terminal, subagentEnd) => {
    const { emit } = openGate();
    emit(...EVERYTHING_OPEN);
    expect(emit(terminal)).toEqual([
      END,
      call('END'),
      ...ITEM_ENDS,
      ...subagentEnds(subagentEnd),
      terminal,
    ]);
  });
});

describe('the calls of an ended run', () => {
  const confirm = (type: string): BaseEvent => call(type, 'f', { toolCallName: 'confirm' });

  it('have no second result', () => {
    const { tracker, emit } = openGate();
    emit(CALL, call('RESULT', 'c', { messageId: 'r', content: 'x' }));
    expect(tracker.close(FAILED)).toEqual([
      call('END'),
      expect.objectContaining({ code: FAILED.code }),
    ]);
  });

  it('stay pending when they are complete and for the client to carry out', () => {
    const { tracker, emit } = openGate();
    emit(CALL, call('END'), confirm('START'), confirm('END'));
    expect(tracker.close(FAILED).slice(0, -1)).toEqual([result('c', FAILED_CONTENT)]);
  });

  it('are answered after a stop, whoever was to carry them out', () => {
    const { tracker, emit } = openGate();
    emit(confirm('START'), confirm('END'));
    expect(tracker.close(STOPPED)).toEqual([result('f', STOPPED_CONTENT), FINISHED]);
  });

  it('are answered when their arguments may be incomplete', () => {
    const { tracker, emit } = openGate();
    emit(confirm('START'));
    expect(tracker.close(FAILED).slice(0, -1)).toEqual([
      call('END', 'f'),
      result('f', FAILED_CONTENT),
    ]);
  });
});
