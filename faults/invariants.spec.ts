import type { BaseEvent, RunRecord } from '@flightdeck/store';
import {
  checkContinuity,
  checkDurability,
  checkPhantomTail,
} from './support/invariants/check-clients.js';
import { checkCompaction, checkReplays } from './support/invariants/check-contents.js';
import { checkAgents, checkRunOrder } from './support/invariants/check-exclusion.js';
import { checkContiguity, checkRuns } from './support/invariants/check-log.js';
import { checkOfficialClients } from './support/invariants/check-official-clients.js';
import type { ReceivedEvent } from './support/received-stream.js';
import type { RecordingClient } from './support/recording-client.js';
import type { AgentInterval, ServerProcess } from './support/server-process.js';
import type { StoredThread } from './support/stored-thread.js';

/*
 * What each check finds in evidence that is made up. A check that never fails would make every
 * scenario pass.
 */

const MESSAGE = { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'x' };
const WHOLE_RUN: readonly BaseEvent[] = [
  { type: 'RUN_STARTED', threadId: 't', runId: 'r' },
  { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' },
  MESSAGE,
  { type: 'TEXT_MESSAGE_END', messageId: 'm' },
  { type: 'RUN_FINISHED', threadId: 't', runId: 'r' },
];

const RUN: RunRecord = {
  runPk: 1,
  runId: 'r',
  parentRunId: null,
  agentId: 'default',
  status: 'succeeded',
  fence: 1,
  attempt: 1,
  firstSeq: 1,
  lastSeq: WHOLE_RUN.length,
  errorCode: null,
  errorMessage: null,
  startedAt: 10,
  endedAt: 20,
};

function storedThread(changes: Partial<StoredThread> = {}): StoredThread {
  return {
    threadId: 't',
    threadPk: 1,
    nextSeq: WHOLE_RUN.length + 1,
    fence: 1,
    activeRunId: null,
    events: WHOLE_RUN.map((event, index) => stored(index + 1, event)),
    runs: [RUN],
    history: WHOLE_RUN.map((event, index) => stored(index + 1, event)),
    ...changes,
  };
}

function stored(seq: number, event: BaseEvent, fence = 1): StoredThread['events'][number] {
  return { seq, fence, runPk: 1, json: JSON.stringify(event), event };
}

function received(seq: number, event: BaseEvent, at = seq): ReceivedEvent {
  const json = JSON.stringify(event);
  return { cursor: `1.${seq}`, fence: 1, seq, json, type: event.type, at };
}

interface MadeUpStream {
  readonly shape?: 'resume' | 'events' | 'rebase';
  readonly events: readonly ReceivedEvent[];
}

const WHOLE_STREAM = WHOLE_RUN.map((event, index) => received(index + 1, event));

/** A client that has seen these streams; it is given what the checks read of one, and nothing else. */
function clientOf(...streams: readonly MadeUpStream[]): RecordingClient {
  return {
    threadId: 't',
    streams: streams.map(({ shape = null, events }) => ({
      status: 200,
      shape,
      events,
      headers: new Headers({ 'x-thread-cursor': `1.${events.at(-1)?.seq ?? 0}` }),
      end: 'complete',
      terminal: events.at(-1),
      text: `${events.map(({ cursor, json }) => `id: ${cursor}\ndata: ${json}\n\n`).join('')}`,
    })),
  } as unknown as RecordingClient;
}

function serverOf(
  index: number,
  intervals: readonly Omit<AgentInterval, 'server' | 'threadId' | 'how'>[],
  freezes: ServerProcess['freezes'] = [],
): ServerProcess {
  const agentIntervals = (): AgentInterval[] =>
    intervals.map((interval) => ({ ...interval, server: index, threadId: 't', how: 'done' }));
  return { index, freezes, agentIntervals } as unknown as ServerProcess;
}

const idsOf = (violations: readonly { readonly id: string }[]): string[] => [
  ...new Set(violations.map(({ id }) => id)),
];

describe('the checks of the log', () => {
  it('find nothing wrong with a run as it should be', () => {
    const thread = storedThread();
    const checks = [checkContiguity, checkRuns, checkRunOrder, checkCompaction];
    expect(checks.flatMap((check) => check(thread))).toEqual([]);
  });

  it.each<[string, Partial<StoredThread>]>([
    ['a missing number', { events: storedThread().events.toSpliced(2, 1) }],
    ['a number twice', { events: storedThread().events.toSpliced(2, 0, stored(2, MESSAGE)) }],
    ['a lower fence', { events: storedThread().events.with(0, stored(1, MESSAGE, 2)) }],
    ['a head that is ahead', { nextSeq: 9 }],
    ['a fence above the head', { fence: 0 }],
  ])('I1 finds %s', (_title, changes) => {
    expect(idsOf(checkContiguity(storedThread(changes)))).toEqual(['I1']);
  });

  const [start, ...rest] = storedThread().events;
  it.each<[string, Partial<StoredThread>]>([
    ['a run that goes on', { runs: [{ ...RUN, status: 'running' }] }],
    ['a second end', { events: [...storedThread().events, stored(6, { type: 'RUN_ERROR' })] }],
    ['no beginning', { events: rest }],
    ['no end', { events: start === undefined ? [] : [start] }],
    ['an end that the record does not know', { runs: [{ ...RUN, status: 'failed' }] }],
    ['events of no run', { runs: [] }],
    ['a gap between runs', { runs: [{ ...RUN, firstSeq: 2 }] }],
  ])('I2 finds %s', (_title, changes) => {
    expect(idsOf(checkRuns(storedThread(changes)))).toEqual(['I2']);
  });

  it('I3 and I7 find runs at the same time and runs without an end', () => {
    const next = { ...RUN, runPk: 2, runId: 's', startedAt: 19 };
    const thread = storedThread({ runs: [RUN, next], activeRunId: 's' });
    expect(idsOf(checkRunOrder(thread))).toEqual(['I7', 'I3']);
  });

  it('I11 finds a history that amounts to something else', () => {
    const history = storedThread().events.filter(({ event }) => event !== MESSAGE);
    expect(idsOf(checkCompaction(storedThread({ history })))).toEqual(['I11']);
  });
});

describe('the check of the agents (I3)', () => {
  const first = { runId: 'a', beganAt: 0, endedAt: 100 };
  const second = { runId: 'b', beganAt: 50, endedAt: 150 };

  it('finds two that work on one thread', () => {
    const found = checkAgents([serverOf(0, [first]), serverOf(1, [second])]);
    expect(idsOf(found)).toEqual(['I3']);
  });

  it('lets one follow the other', () => {
    const later = { ...second, beganAt: 100 };
    expect(checkAgents([serverOf(0, [first]), serverOf(1, [later])])).toEqual([]);
  });

  it('does not count what a frozen server seemed to do, but what it does long after the thaw', () => {
    const freezes = [{ from: 40, to: 1_000 }];
    const other = serverOf(1, [{ ...second, endedAt: 2_000 }]);
    const soon = serverOf(0, [{ ...first, endedAt: 1_200 }], freezes);
    const late = serverOf(0, [{ ...first, endedAt: 1_500 }], freezes);
    expect(checkAgents([soon, other])).toEqual([]);
    expect(idsOf(checkAgents([late, other]))).toEqual(['I3']);
  });
});

describe('the checks of what clients have seen', () => {
  const head = WHOLE_STREAM.slice(0, 2);
  const tail = WHOLE_STREAM.slice(2);

  it('find nothing wrong with a stream that is resumed where it was cut', async () => {
    const client = clientOf({ events: head }, { shape: 'resume', events: tail });
    expect(checkContinuity(client, storedThread())).toEqual([]);
    expect(checkDurability(client, storedThread())).toEqual([]);
    expect(await checkOfficialClients(client)).toEqual([]);
  });

  it.each<[string, MadeUpStream[]]>([
    ['a gap in a stream', [{ events: WHOLE_STREAM.toSpliced(2, 1) }]],
    ['an event twice', [{ events: head }, { shape: 'resume', events: WHOLE_STREAM.slice(1) }]],
    [
      'a gap before a resumed stream',
      [{ events: head }, { shape: 'resume', events: tail.slice(1) }],
    ],
    ['a run without a beginning', [{ events: tail }]],
  ])('I4 finds %s', (_title, streams) => {
    const thread = storedThread({ history: [] });
    expect(idsOf(checkContinuity(clientOf(...streams), thread))).toEqual(['I4']);
  });

  it('I4 finds a replay that amounts to something else', () => {
    const whole = clientOf({ shape: 'events', events: WHOLE_STREAM });
    const part = clientOf({ shape: 'events', events: WHOLE_STREAM.toSpliced(2, 1) });
    expect(checkReplays(whole, storedThread())).toEqual([]);
    expect(idsOf(checkReplays(part, storedThread()))).toEqual(['I4']);
  });

  it('I5 finds what was never stored, and I6 only what was shown for too long', () => {
    const thread = storedThread({ events: storedThread().events.slice(0, 2) });
    const quick = clientOf({ events: WHOLE_STREAM });
    const slow = clientOf({ events: WHOLE_STREAM.with(-1, received(5, MESSAGE, 1_000)) });
    expect(idsOf(checkDurability(quick, thread))).toEqual(['I5']);
    expect(checkPhantomTail(quick, thread, 300)).toEqual([]);
    expect(idsOf(checkPhantomTail(slow, thread, 300))).toEqual(['I6']);
  });

  it('I10 finds what the official clients refuse, and lets them tell of a run that failed', async () => {
    const failed = [...head, received(3, { type: 'RUN_ERROR', message: 'Lost' })];
    expect(await checkOfficialClients(clientOf({ events: failed }))).toEqual([]);
    const found = await checkOfficialClients(clientOf({ events: tail }));
    expect(found).toHaveLength(3);
    expect(idsOf(found)).toEqual(['I10']);
  });
});
