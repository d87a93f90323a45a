/** How the events of a run are spread over the turns of the event loop. */
export type Turns =
  /** 16 at a turn, as a model's stream comes in. */
  | 'sixteen'
  /** All of them in one synchronous loop. */
  | 'one'
  /** Each in a promise job of its own. */
  | 'promise'
  /** One at a time, with this many milliseconds between them. */
  | { readonly everyMs: number };

/** What an agent of the benchmarks says. Its agent id is its name in {@link SCENARIOS}. */
export interface Scenario {
  /** `time` is a text whose deltas are each the moment at which it was said. */
  readonly says: 'text' | 'time' | 'custom' | 'progress' | 'tool' | 'state';
  /** Events beside those that begin and end the run and its message. */
  readonly events: number;
  readonly turns: Turns;
}

/** A pause that outlasts every measurement. */
const FOREVER_MS = 3_600_000;

export const SCENARIOS = {
  'text-8': { says: 'text', events: 8, turns: 'sixteen' },
  'text-500': { says: 'text', events: 500, turns: 'sixteen' },
  'text-1k': { says: 'text', events: 1_000, turns: 'sixteen' },
  'text-10k': { says: 'text', events: 10_000, turns: 'sixteen' },
  'text-100k': { says: 'text', events: 100_000, turns: 'sixteen' },
  'text-10k-sync': { says: 'text', events: 10_000, turns: 'one' },
  'text-10k-promise': { says: 'text', events: 10_000, turns: 'promise' },
  'custom-2k': { says: 'custom', events: 2_000, turns: 'sixteen' },
  'progress-1k': { says: 'progress', events: 1_000, turns: 'sixteen' },
  'custom-12k': { says: 'custom', events: 12_500, turns: 'sixteen' },
  'tool-1k': { says: 'tool', events: 1_000, turns: 'sixteen' },
  'state-300': { says: 'state', events: 300, turns: 'sixteen' },
  'text-1-per-s': { says: 'time', events: 3_600, turns: { everyMs: 1_000 } },
  'text-10-per-s': { says: 'time', events: 36_000, turns: { everyMs: 100 } },
  'text-for-2-s': { says: 'time', events: 20, turns: { everyMs: 100 } },
  idle: { says: 'text', events: 1, turns: { everyMs: FOREVER_MS } },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as ScenarioName[];

export interface BenchEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The events of one run, made as they are asked for. */
export function* eventsOf(
  { says, events }: Scenario,
  threadId: string,
  runId: string,
): Generator<BenchEvent, void> {
  yield { type: 'RUN_STARTED', threadId, runId };
  yield* BODIES[says](events, `${runId}-answer`);
  yield { type: 'RUN_FINISHED', threadId, runId };
}

/** How many events {@link eventsOf} makes. */
export function lengthOf({ says, events }: Scenario): number {
  const brackets = { text: 2, time: 2, custom: 0, progress: 0, tool: 3, state: 1 }[says];
  return events + brackets + 2;
}

/** The moment, as all processes of this machine tell it, in milliseconds with three decimals. */
export function moment(): number {
  return performance.timeOrigin + performance.now();
}

/** Every piece of text. */
export const DELTA = 'twenty bytes of text';
/** Cut, so that it is valid JSON when it is joined. */
const ARGUMENT = '"twenty bytes text",';
const BLOB = 'x'.repeat(4_000);
const STATE_ENTRIES = 500;

const BODIES: Readonly<
  Record<Scenario['says'], (events: number, id: string) => Generator<BenchEvent, void>>
> = {
  *text(events, messageId) {
    yield { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' };
    for (let index = 0; index < events; index += 1) {
      yield { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: DELTA };
    }
    yield { type: 'TEXT_MESSAGE_END', messageId };
  },
  *time(events, messageId) {
    yield { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' };
    for (let index = 0; index < events; index += 1) {
      yield { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: moment().toFixed(3) };
    }
    yield { type: 'TEXT_MESSAGE_END', messageId };
  },
  *custom(events) {
    for (let index = 0; index < events; index += 1) {
      yield { type: 'CUSTOM', name: 'blob', value: { index, blob: BLOB } };
    }
  },
  *progress(events) {
    for (let index = 0; index < events; index += 1) {
      yield { type: 'CUSTOM', name: 'progress', value: { index, note: DELTA } };
    }
  },
  *tool(events, messageId) {
    const toolCallId = `${messageId}-call`;
    yield {
      type: 'TOOL_CALL_START',
      toolCallId,
      toolCallName: 'search',
      parentMessageId: messageId,
    };
    for (let index = 0; index < events; index += 1) {
      const delta = index === 0 ? '[' : index === events - 1 ? '0]' : ARGUMENT;
      yield { type: 'TOOL_CALL_ARGS', toolCallId, delta };
    }
    yield { type: 'TOOL_CALL_END', toolCallId };
    yield {
      type: 'TOOL_CALL_RESULT',
      messageId: `${messageId}-result`,
      toolCallId,
      content: 'done',
      role: 'tool',
    };
  },
  *state(events) {
    const rows = Array.from({ length: STATE_ENTRIES }, (_, index) => ({
      id: index,
      text: 'y'.repeat(80),
    }));
    yield { type: 'STATE_SNAPSHOT', snapshot: { count: 0, rows } };
    for (let index = 1; index <= events; index += 1) {
      yield { type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/count', value: index }] };
    }
  },
};
