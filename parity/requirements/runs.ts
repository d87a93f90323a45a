import type { Requirement } from './requirement.js';

/** How runs are streamed, ended, stored and told again. */
export const RUNS = {
  'stream.framing': {
    source: 'protocol 7, durability 7.1',
    behaviour:
      'A frame is one line of JSON data, preceded by at most an id; lines end with LF; the rest are comments.',
    difference: 'Upstream sends no ids.',
  },
  'stream.headers': {
    source: 'protocol 7, 17 T25',
    behaviour: 'Streams are never cached, transformed or buffered on the way.',
    difference:
      'Upstream lacks `no-transform` and `x-accel-buffering`, so nginx holds streams back.',
  },
  'stream.head-at-once': {
    source: 'protocol 7, 14.4, 17 T16',
    behaviour: 'Head and a first comment leave at once, however silent the agent is.',
    difference:
      'Upstream waits for the first event, longer than the client’s watchdog of ten seconds.',
  },
  'stream.keep-alive': {
    source: 'protocol 7',
    behaviour:
      'Silence is broken by comments every `sseKeepAliveIntervalSeconds`; an impossible value is a RangeError.',
  },
  'stream.sse-always': {
    source: 'protocol 7',
    behaviour: 'The stream is `text/event-stream` whatever a client would rather have.',
  },
  'stream.large-events': {
    source: 'protocol 15, 17 T27',
    behaviour: 'An event above `maxEventBytes` ends the run; smaller ones arrive whole.',
    difference: 'Upstream sends events that client 1.0 refuses.',
  },
  'stream.one-run-started': {
    source: 'protocol 7',
    behaviour:
      'A run begins with one RUN_STARTED with the request’s ids, whatever the agent emits.',
  },
  'stream.only-known-events': {
    source: 'protocol 15, 16.3',
    behaviour: 'Whatever an agent emits, what is sent is accepted by 0.0.57, 0.0.59 and 1.0.0.',
    difference: 'Upstream passes everything on; one bad event silently costs a client the rest.',
  },
  'stream.all-event-types': {
    source: 'protocol 7',
    behaviour:
      'Text, reasoning, tool calls, state, messages, activities, steps, custom and raw events arrive as they are.',
  },
  'stream.subagents': {
    source: 'protocol 16.3',
    behaviour: 'Subagent events reach clients from 0.0.59 on.',
  },
  'stream.subagents-0057': {
    source: 'protocol 16.3',
    behaviour: 'A client on AG-UI 0.0.57 survives a run with subagent events.',
    knownGap:
      'Clients do not say their version on a run, and 0.0.57 rejects the events, as with upstream.',
  },
  'stream.chunks': {
    source: 'protocol 7, durability 7.3',
    behaviour:
      'Chunk events pass as they are, and a client may join in the middle of an item that came in chunks.',
  },
  'finalise.closers': {
    source: 'protocol 8, 17 T11',
    behaviour: 'Whatever a run leaves open is closed before its terminal event.',
    difference: 'Upstream leaves steps, reasoning and subagents open, which clients reject.',
  },
  'finalise.stopped': {
    source: 'protocol 8, 19.1',
    behaviour: 'A stopped run ends with RUN_FINISHED with its ids.',
    difference:
      'Upstream’s RUN_FINISHED has no ids; the user interface never hears that the run has ended.',
  },
  'finalise.failed': {
    source: 'protocol 8',
    behaviour: 'A run without a terminal event ends with RUN_ERROR `INCOMPLETE_STREAM`.',
  },
  'finalise.tool-results': {
    source: 'protocol 8',
    behaviour: 'A call that will never be answered gets a result that says so.',
  },
  'finalise.once': {
    source: 'protocol 8',
    behaviour: 'A run has exactly one terminal event, and nothing after it.',
  },
  'finalise.helpers': {
    source: 'protocol 8, 13.1',
    behaviour: '`finalizeRunEvents` and `createRunEventFinalizer` end events that users keep.',
  },
  'history.full': {
    source: 'protocol 9, 12',
    behaviour:
      'A client may send only what is new: the agent gets the whole conversation, with results behind their calls.',
    difference: 'Upstream an agent never hears more than the client has sent.',
  },
  'history.modes': {
    source: 'protocol 9',
    behaviour:
      '`history` gives agents the whole conversation, its last turn, or just what the client has sent.',
    difference: 'Upstream has no such option.',
  },
  'pending.answered-once': {
    source: 'protocol 9, 10',
    behaviour:
      'A tool call or an interrupt is answered once: a later answer is 409 `already_answered` and never reaches the agent.',
    difference: 'Upstream every answer runs the agent.',
  },
  'pending.own-run-id': {
    source: 'protocol 9, 14',
    behaviour:
      'An interrupt may be answered under the id of the run that has asked, as the React client does; the run that goes on gets an id of its own, and can be stopped under both.',
  },
  'pending.never-blocks': {
    source: 'protocol 9, 10',
    behaviour:
      'What waits for a human holds up no new message, and can still be answered after it.',
  },
  'pending.survives': {
    source: 'protocol 9, durability 7.3',
    behaviour:
      'A tool call or an interrupt that waits for a human is there after a reload, on another device, after a failed answer.',
  },
  'fidelity.restored': {
    source: 'durability 7.3, 8.1',
    behaviour:
      'What a client restores deep-equals what was live, whatever was said, on every store: at once, compacted, or joined in the middle.',
    difference: 'Upstream compaction reorders snapshots, and a second connect doubles texts.',
  },
  'history.new-messages': {
    source: 'protocol 9',
    behaviour: 'RUN_STARTED tells the request’s messages that the thread did not have.',
  },
  'history.private-input': {
    source: 'protocol 17 T6',
    behaviour: 'Forwarded props, context, tools and state of a caller are never stored or told.',
    difference: 'Upstream replays the whole input, secrets included, to whoever connects.',
  },
  'history.failed-runs': {
    source: 'protocol 9, 17 T19',
    behaviour: 'What the user said is kept even if the agent failed before its first event.',
    difference: 'Upstream stores nothing of such a run.',
  },
  'history.limits': {
    source: 'protocol 9',
    behaviour: '`maxThreads`, `maxRunsPerThread` and `maxBytes` bound what memory keeps.',
  },
  'history.per-runtime': {
    source: 'protocol 9, 17 T5',
    behaviour: 'Each runtime has a store of its own.',
    difference: 'Upstream all runtimes of a process share one.',
  },
  'history.edited': {
    source: 'protocol 9',
    behaviour: 'Messages that a user has removed by editing stay away after a reconnect.',
    knownGap: 'The log is append-only, as upstream’s; editing needs a wire of its own.',
  },
  'replay.events': {
    source: 'protocol 9, durability 7.3',
    behaviour: 'A client without messages is told every run, compacted, with its original ids.',
  },
  'replay.rebase': {
    source: 'protocol 9, durability 7.3',
    behaviour:
      'A client with messages gets a snapshot that may be applied any number of times, open items re-opened.',
    difference: 'Upstream repeats all deltas: text doubles with every connect.',
  },
  'replay.resume': {
    source: 'durability 7.2, 7.3, 17 T25',
    behaviour:
      'A transport that says so gets exactly what it has missed, as one unbroken stream; a cursor that does not fit is 412.',
    difference: 'Upstream reads `lastSeenEventId` and ignores it.',
  },
  'replay.no-error-in-the-middle': {
    source: 'protocol 15, durability 7.1',
    behaviour:
      'A failed run in the middle of a replay ends with RUN_FINISHED; only a last one is told as failed.',
    difference: 'Upstream clients up to core 1.70 fail on the replay of such a thread.',
  },
  'replay.says-shape': {
    source: 'durability 7.2',
    behaviour:
      'A connect says its shape in `X-Replay` and the end of the log in `X-Thread-Cursor`.',
  },
  'busy.reject': {
    source: 'protocol 10, 19.2, 17 T4',
    behaviour:
      'A second run on a thread is answered 409 `run_in_progress` with the active run’s id.',
    difference: 'Upstream answers an empty 200 stream: the message vanishes without an error.',
  },
  'busy.supersede': {
    source: 'protocol 10',
    behaviour:
      '`onConcurrentRun: "supersede"` ends the active run in an orderly way, and keeps it.',
    difference: 'Upstream loses the history of the superseded run.',
  },
  'busy.enqueue': {
    source: 'protocol 19.2',
    behaviour: '`enqueue` starts runs in their order, within the bounds of queue and patience.',
    difference: 'Upstream has no queue.',
  },
  'busy.duplicate-run': {
    source: 'protocol 9',
    behaviour:
      'A run id that the thread has had is answered 409 `duplicate_run`, unless an open interrupt is answered with it.',
    difference: 'No such check is known of upstream.',
  },
  'busy.wedged-agent': {
    source: 'protocol 10, 17 T12',
    behaviour:
      'An agent that ignores a stop is left behind after `stopDeadlineMs`; the thread is free.',
    difference: 'Upstream such an agent locks the thread for ever.',
  },
  'busy.timeouts': {
    source: 'protocol 17 T12, T27',
    behaviour: '`maxRunDurationMs` and `idleTimeoutMs` end runs that would last for ever.',
    difference: 'Upstream has no such limits.',
  },
  'viewers.run-goes-on': {
    source: 'protocol 10',
    behaviour: 'A run goes on when its client leaves, and is stored to its end.',
  },
  'viewers.disconnect-policy': {
    source: 'protocol 10',
    behaviour: '`onDisconnect` may end runs whose last viewer has left.',
    difference: 'Upstream they always go on.',
  },
  'viewers.independent': {
    source: 'protocol 10',
    behaviour:
      'Any number of viewers see the same events; one that leaves or stalls disturbs no other.',
  },
  'viewers.slow-reader': {
    source: 'protocol 10, 17 T13',
    behaviour: 'A slow reader costs no memory that grows with the run.',
    difference: 'Upstream queues every event in memory for every reader.',
  },
  'viewers.stop-ends-all': {
    source: 'protocol 10',
    behaviour: 'A stop by one viewer ends the stream of every viewer.',
  },
  'shutdown.graceful': {
    source: 'protocol 19.13, 17 T27',
    behaviour:
      'A shutdown refuses new runs with 503, lets runs end, and ends the rest with RUN_ERROR `SERVER_SHUTDOWN`.',
    difference: 'Upstream cuts open streams.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
