import { describe, expect, it } from '@jest/globals';
import * as client57 from 'ag-ui-client-57';
import * as client59 from '@ag-ui/client';
import * as client1 from 'ag-ui-client-1';
import { from, lastValueFrom, map, toArray, type Observable } from 'rxjs';
import type { BaseEvent, Message } from '@flightdeck/store';
import { finalizeRunEvents } from './finalize-run-events.js';
import { storableInput } from './redact-input.js';
import { RunEventTracker, type RunEnd } from './run-event-tracker.js';

process.env.SUPPRESS_TRANSFORMATION_WARNINGS = 'true';

/*
 * What the gate emits, fed through the validation, chunk expansion and verification of the real
 * clients, in the order in which their agents apply them.
 */

type Step = (events: Observable<never>) => Observable<never>;
type Client = (events: readonly BaseEvent[]) => Promise<readonly BaseEvent[]>;

interface ZodClient {
  readonly EventSchemas: { parse(event: unknown): unknown };
  readonly transformChunks: () => unknown;
  readonly verifyEvents: () => unknown;
}

function overTheWire(events: readonly BaseEvent[]): Observable<unknown> {
  return from(events.map((event): unknown => JSON.parse(JSON.stringify(event))));
}

function pipeline(source: Observable<unknown>, ...steps: readonly unknown[]): Promise<BaseEvent[]> {
  const piped = (steps as Step[]).reduce(
    (events, step) => step(events),
    source as Observable<never>,
  );
  return lastValueFrom(piped.pipe(toArray()));
}

function zodClient(client: ZodClient): Client {
  return (events) =>
    pipeline(
      overTheWire(events).pipe(map((event) => client.EventSchemas.parse(event))),
      client.transformChunks(),
      client.verifyEvents(),
    );
}

const CLIENTS: Readonly<Record<string, Client>> = {
  '0.0.57': zodClient(client57 as unknown as ZodClient),
  '0.0.59': zodClient(client59 as unknown as ZodClient),
  '1.0.0': (events) => {
    const agent = { run: () => overTheWire(events) };
    const bounded = new client1.CompatibilityBoundary().run(
      { messages: [] } as never,
      agent as never,
    );
    return pipeline(
      bounded as unknown as Observable<unknown>,
      client1.enforceEvents(),
      client1.transformChunks(),
      client1.verifyEvents(),
    );
  },
};

/** More of them find rarer sequences: `FUZZ_RUNS=50000`. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 400);

const IDS = { threadId: 'thread', runId: 'run' };
const STARTED: BaseEvent = { type: 'RUN_STARTED', ...IDS };

function gate(
  events: readonly unknown[],
  end: RunEnd,
  history: readonly Message[] = [],
): BaseEvent[] {
  const frontendTools = new Set(['frontend']);
  const tracker = new RunEventTracker({ ...IDS, frontendTools, history });
  const emitted = events.flatMap((event) => tracker.admit(event));
  return [...emitted, ...tracker.close(end)];
}

/** Mulberry32: a failing seed can be run again. */
function randomFrom(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return (choices) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const index = ((mixed ^ (mixed >>> 14)) >>> 0) % choices.length;
    return choices[index] as (typeof choices)[number];
  };
}

const PLAIN_TYPES = [
  'TEXT_MESSAGE_START',
  'TEXT_MESSAGE_CONTENT',
  'TEXT_MESSAGE_CONTENT',
  'TEXT_MESSAGE_END',
  'TEXT_MESSAGE_CHUNK',
  'TEXT_MESSAGE_CHUNK',
  'TOOL_CALL_START',
  'TOOL_CALL_ARGS',
  'TOOL_CALL_END',
  'TOOL_CALL_CHUNK',
  'TOOL_CALL_CHUNK',
  'TOOL_CALL_RESULT',
  'THINKING_START',
  'THINKING_END',
  'THINKING_TEXT_MESSAGE_START',
  'THINKING_TEXT_MESSAGE_CONTENT',
  'THINKING_TEXT_MESSAGE_END',
  'STATE_SNAPSHOT',
  'STATE_DELTA',
  'MESSAGES_SNAPSHOT',
  'ACTIVITY_SNAPSHOT',
  'ACTIVITY_DELTA',
  'RAW',
  'CUSTOM',
  'STEP_STARTED',
  'STEP_FINISHED',
  'REASONING_START',
  'REASONING_MESSAGE_START',
  'REASONING_MESSAGE_CONTENT',
  'REASONING_MESSAGE_END',
  'REASONING_MESSAGE_CHUNK',
  'REASONING_END',
  'REASONING_ENCRYPTED_VALUE',
  'RUN_STARTED',
  'UNHEARD_OF',
];
const SUBAGENT_TYPES = ['SUBAGENT_STARTED', 'SUBAGENT_FINISHED', 'SUBAGENT_ERROR'];
const TERMINAL_TYPES = ['RUN_FINISHED', 'RUN_ERROR'];
const ROLES = ['user', 'assistant', 'tool', 'reasoning', 'activity', 'system', 'wizard'];
const PATCHES = [
  [],
  [{ op: 'add', path: '/a', value: 1 }],
  [{ op: 'replace', path: 'a', value: 1 }],
  [{ op: 'replace', path: '/a~2' }],
  [{ op: 'move', path: '/a' }],
  [{ op: 'merge', path: '/a' }],
  'none',
];
const OUTCOMES = [
  undefined,
  null,
  { type: 'success' },
  { type: 'success', pendingToolCallIds: ['a'] },
  { type: 'cancelled' },
  { type: 'interrupt', interrupts: [] },
  { type: 'interrupt', interrupts: [{ id: 'i', reason: 'r', message: null, subagentRunId: null }] },
  { type: 'suspended', interruptIds: [1, 'a'] },
  'done',
];
const CONTENTS = [
  'text',
  '',
  undefined,
  null,
  { any: 'thing' },
  [{ type: 'text', text: 'part' }, { type: 'image', source: { type: 'file', value: 'f' } }, 7],
  [
    { type: 'binary', mimeType: 'image/png' },
    { type: 'audio', source: { type: 'data', value: '' } },
  ],
];

function randomMessage(pick: ReturnType<typeof randomFrom>, tagged: boolean): unknown {
  return {
    id: pick(['a', 'b', 'c', null]),
    role: pick(ROLES),
    content: pick(CONTENTS),
    toolCallId: pick(['a', undefined]),
    activityType: pick(['t', 1]),
    metadata: pick([undefined, null, { m: 1 }]),
    ...(tagged ? { subagentRunId: pick([undefined, null, 's1', 's2']) } : {}),
    ...(pick([true, false])
      ? {
          toolCalls: pick([
            [{ id: pick(['a', 'b']), type: 'function', function: { name: 'n', arguments: {} } }, 1],
            'none',
          ]),
        }
      : {}),
  };
}

function randomEvent(pick: ReturnType<typeof randomFrom>, tagged: boolean): unknown {
  const rarely = <T>(value: T): T | undefined => pick([undefined, undefined, undefined, value]);
  const types = tagged ? [...PLAIN_TYPES, ...SUBAGENT_TYPES] : PLAIN_TYPES;
  const type =
    pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]) === 0
      ? pick(TERMINAL_TYPES)
      : pick(types);
  const chunk = type.endsWith('CHUNK');
  const patch = pick(PATCHES);
  return {
    type,
    messageId: pick(chunk ? ['a', 'b', undefined, undefined] : ['a', 'b', 'c', 'a', 'b', 5]),
    toolCallId: pick(chunk ? ['a', 'b', undefined, undefined] : ['a', 'b', 'c', 'a', 'b', null]),
    toolCallName: pick(['frontend', 'backend', 'backend', undefined]),
    parentMessageId: rarely(pick(['a', 'b', null])),
    delta: type === 'STATE_DELTA' ? patch : pick(['x', 'y', 'z', '', undefined, null]),
    patch,
    role: rarely(pick(['assistant', 'user', 'tool', 'reasoning', null])),
    name: rarely(pick(['Ann', 'Bob', null])),
    content: pick(CONTENTS),
    activityType: pick(['t', 't', null]),
    replace: rarely(pick([false, true, 'no'])),
    stepName: pick(['one', 'two', 3]),
    snapshot: pick([{}, null, undefined]),
    messages: pick([[], [randomMessage(pick, tagged), randomMessage(pick, tagged)], 'none']),
    value: pick([undefined, null, 1]),
    event: pick([undefined, {}]),
    title: rarely(pick(['t', 1])),
    subtype: pick(['tool-call', 'message', 'other']),
    entityId: pick(['a', 'b']),
    encryptedValue: pick(['v', undefined]),
    message: pick(['m', undefined, null]),
    code: rarely(pick(['c', 1, null])),
    outcome: pick(OUTCOMES),
    usage: rarely(pick([[{ inputTokens: 1.5, model: null }, 'x'], null])),
    result: rarely(null),
    timestamp: rarely(pick([1, 1.5, null, 'now'])),
    metadata: rarely(pick([{ m: 1 }, null, []])),
    rawEvent: rarely(null),
    ...(tagged
      ? {
          subagentRunId: pick([undefined, undefined, 's1', 's2', null]),
          parentSubagentRunId: rarely(pick(['s1', 's3', null])),
          description: rarely(null),
        }
      : {}),
  };
}

const ENDS: readonly RunEnd[] = [
  { kind: 'stopped' },
  { kind: 'failed', message: 'broken', code: 'INCOMPLETE_STREAM' },
];

async function expectAccepted(
  client: string,
  events: readonly BaseEvent[],
  context: unknown,
): Promise<void> {
  try {
    await CLIENTS[client]?.(events);
  } catch (error) {
    const trace = events.map((event) => JSON.stringify(event)).join('\n');
    throw new Error(
      `${client} rejected run ${JSON.stringify(context)}: ${String(error)}\n${trace}`,
      {
        cause: error,
      },
    );
  }
}

async function expectFuzzAccepted(client: string, tagged: boolean): Promise<void> {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const pick = randomFrom(seed * 7919 + (tagged ? 1 : 0));
    const messages = [randomMessage(pick, tagged), randomMessage(pick, tagged)] as Message[];
    const input = storableInput({ ...IDS, messages, tools: [], context: [] }, new Set());
    const events = Array.from({ length: 40 }, () => randomEvent(pick, tagged));
    const emitted = gate(events, pick(ENDS), input.messages as Message[]);
    const terminals = emitted.filter(({ type }) => TERMINAL_TYPES.includes(type));
    expect(terminals).toEqual([emitted.at(-1)]);
    await expectAccepted(client, [{ ...STARTED, input }, ...emitted], seed);
  }
}

const OPENERS: Readonly<Record<string, readonly BaseEvent[]>> = {
  'a text message': [{ type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' }],
  'a tool call': [{ type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'n' }],
  'a step': [{ type: 'STEP_STARTED', stepName: 's' }],
  'a reasoning span': [{ type: 'REASONING_START', messageId: 'r' }],
  'a reasoning message': [
    { type: 'REASONING_START', messageId: 'r' },
    { type: 'REASONING_MESSAGE_START', messageId: 'r', role: 'reasoning' },
    { type: 'REASONING_END', messageId: 'r' },
  ],
  'a thought': [{ type: 'THINKING_START' }, { type: 'THINKING_TEXT_MESSAGE_START' }],
  'a chunked message': [{ type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'x' }],
  'a chunked call': [{ type: 'TOOL_CALL_CHUNK', toolCallId: 'c', toolCallName: 'n', delta: '{' }],
};
const FINISHED: BaseEvent = { type: 'RUN_FINISHED', ...IDS };

describe('what leaves the gate', () => {
  it.each(Object.keys(CLIENTS))('is accepted by %s, whatever an agent emits', async (client) => {
    await expectFuzzAccepted(client, false);
  });

  it.each(['0.0.59', '1.0.0'])('is accepted by %s with subagents, too', async (client) => {
    await expectFuzzAccepted(client, true);
  });

  it.each(Object.keys(OPENERS))(
    'closes %s for every client, however the run ends',
    async (item) => {
      const events = OPENERS[item] ?? [];
      const runs = [
        ...ENDS.map((end) => gate(events, end)),
        ...[FINISHED, { type: 'RUN_ERROR' }].map((last) =>
          gate([...events, last], { kind: 'stopped' }),
        ),
      ];
      for (const client of Object.keys(CLIENTS)) {
        for (const run of runs) await expectAccepted(client, [STARTED, ...run], item);
      }
    },
  );

  it('would not be accepted without the gate', async () => {
    const rejected = async (events: readonly BaseEvent[]): Promise<string[]> => {
      const run = [STARTED, ...events, FINISHED];
      const verdicts = await Promise.allSettled(
        Object.values(CLIENTS).map((accept) => accept(run)),
      );
      return Object.keys(CLIENTS).filter((_, index) => verdicts[index]?.status === 'rejected');
    };
    expect(await rejected([])).toEqual([]);
    expect(await rejected(OPENERS['a step'] ?? [])).toEqual(['0.0.57', '0.0.59', '1.0.0']);
    expect(await rejected(OPENERS['a thought'] ?? [])).toEqual(['1.0.0']);
    expect(await rejected([{ type: 'UNHEARD_OF' }])).toEqual(['0.0.57', '0.0.59']);
    expect(await rejected([{ type: 'CUSTOM', name: 'n' }])).toEqual(['1.0.0']);
  });
});

describe('a finalised run', () => {
  it.each(Object.keys(CLIENTS))('is accepted by %s', async (client) => {
    for (const opener of Object.values(OPENERS)) {
      for (const stopRequested of [true, false]) {
        const events = [STARTED, ...opener];
        finalizeRunEvents(events, { stopRequested });
        await expectAccepted(client, events, stopRequested);
      }
    }
  });
});
