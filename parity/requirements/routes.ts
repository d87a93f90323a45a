import type { Requirement } from './requirement.js';

/** What the routes answer. */
export const ROUTES = {
  'info.shape': {
    source: 'protocol 5.1, seed 002, seed 003',
    behaviour:
      '`/info` tells version, mode `sse`, agents, and whether audio, suggestions and the legacy features are there.',
  },
  'info.agents': {
    source: 'protocol 5.1',
    behaviour: 'Each agent is described by name, class name, description and capabilities.',
  },
  'info.capabilities-bounded': {
    source: 'protocol 5.1, 17 T17',
    behaviour:
      'An agent that fails or hangs when asked for its capabilities has none and holds nobody up.',
    difference: 'Upstream waits for every agent without a limit, and asks again on every call.',
  },
  'info.thread-endpoints': {
    source: 'protocol 5.1',
    behaviour:
      '`threadEndpoints` says which thread routes the caller may use over this transport, `singleRoute` over envelopes.',
  },
  'info.factory-fails': {
    source: 'protocol 5.1, seed 003',
    behaviour: 'An agents promise or factory that fails is answered 500 with the documented body.',
  },
  'info.no-licence': {
    source: 'protocol 5.1, design 3.12',
    behaviour: '`/info` claims no licence, entitlement or platform that is not there.',
  },
  'run.stream': {
    source: 'protocol 5.2, seed 003',
    behaviour: 'A run is answered 200 with an event stream of the agent’s events in order.',
  },
  'run.unknown-agent': {
    source: 'protocol 5.2',
    behaviour: 'An unknown agent is answered 404, before the body is looked at.',
  },
  'run.own-agents-only': {
    source: 'protocol 17 T10',
    behaviour: 'Names that every object has, such as `constructor`, are unknown agents.',
    difference: 'Upstream answers 500 to a run and 200 to a stop.',
  },
  'run.setup-fails': {
    source: 'protocol 5.2',
    behaviour: 'A factory, `clone()` or set-up that throws is answered 500 `Failed to run agent`.',
  },
  'run.agent-throws': {
    source: 'protocol 5.2',
    behaviour: 'An agent that throws ends its stream with RUN_ERROR `INCOMPLETE_STREAM`.',
  },
  'run.clone-per-run': {
    source: 'protocol 5.2, seed 002',
    behaviour:
      'Each run has a clone of its agent, with its id, thread, messages and state set; nothing reaches the registered one.',
  },
  'run.structural-agents': {
    source: 'protocol 5.2, design 3.4',
    behaviour:
      'Any object with `clone` and `runAgent` is an agent, and so is every AbstractAgent of 0.0.57, 0.0.59 and 1.0.0.',
  },
  'run.middlewares': {
    source: 'protocol 5.2',
    behaviour: 'Middlewares that an agent uses take part in its runs.',
  },
  'run.fast-path': {
    source: 'protocol 17 T15, design 3.4',
    behaviour:
      'Driving an agent without AG-UI’s reducer gives clients the very same events, and the agent the same messages and state.',
    difference:
      'Upstream clones all messages for every event: cost grows with history. `fastPath: false` brings that back.',
  },
  'run.input-to-agent': {
    source: 'protocol 5.2, 9',
    behaviour:
      'The agent gets the state, tools, context, forwarded props and answers that the client sent; with `history: "none"`, exactly its messages, too.',
  },
  'run.mcp-proxied-calls': {
    source: 'protocol 5.2, 17 T26',
    behaviour: 'Proxied MCP calls are answered without taking the thread.',
    difference: 'Upstream runs them as runs of the thread, which they lock.',
  },
  'run.a2ui': {
    source: 'protocol 5.2',
    behaviour: '`a2uiCatalogAvailable` turns A2UI on for a run.',
  },
  'connect.idle-thread': {
    source: 'protocol 5.3',
    behaviour: 'Connecting to an idle thread tells what it holds; then the stream ends.',
  },
  'connect.unknown-thread': {
    source: 'protocol 5.3',
    behaviour: 'Connecting to a thread that does not exist is an empty stream with status 200.',
  },
  'connect.live-run': {
    source: 'protocol 5.3',
    behaviour:
      'Connecting during a run tells what has happened and goes on live to the end of the run.',
  },
  'connect.errors': {
    source: 'protocol 5.3',
    behaviour: 'Connecting answers 404 and 400 as a run does.',
  },
  'stop.confirmed': {
    source: 'protocol 5.4',
    behaviour: 'A stop of a live run answers at once `stopped: true` with the interrupt.',
  },
  'stop.nothing-running': {
    source: 'protocol 5.4',
    behaviour: 'A stop that finds no active run answers 200 `stopped: false` and says why.',
  },
  'stop.by-run-id': {
    source: 'protocol 5.4',
    behaviour: 'A stop may name its run and then leaves any other one alone.',
  },
  'stop.validation': {
    source: 'protocol 5.4',
    behaviour:
      'A stop body that is not `{ runId? }` is answered 400, a blank run id `Invalid runId`.',
  },
  'stop.unknown-agent': {
    source: 'protocol 5.4',
    behaviour: 'A stop through an unknown agent is answered 404; any known one will do.',
  },
  'suggest.stream': {
    source: 'protocol 5.5',
    behaviour: 'A suggestion is a run that is streamed and leaves no thread.',
  },
  'suggest.ends-properly': {
    source: 'protocol 5.5, 17 T22',
    behaviour: 'A suggestion whose agent fails ends with RUN_ERROR.',
    difference: 'Upstream the stream just ends.',
  },
  'suggest.ends-with-reader': {
    source: 'protocol 5.5',
    behaviour: 'A suggestion is aborted when its reader leaves.',
  },
  'suggest.single-route': {
    source: 'protocol 14.2, 17 T22',
    behaviour:
      'A suggestion that the client sends as `agent/run` over the single route leaves no thread either, and can be stopped.',
    difference: 'Upstream every suggestion over the single route becomes a thread.',
  },
  'transcribe.encodings': {
    source: 'protocol 5.6, seed 002',
    behaviour:
      'Audio comes as a form or as JSON with base64 or a data URL; the answer is text, size and type.',
  },
  'transcribe.types': {
    source: 'protocol 5.6',
    behaviour:
      'Audio types are checked without their parameters; an unspecific one in a form counts as WebM.',
  },
  'transcribe.errors': {
    source: 'protocol 5.6',
    behaviour:
      'A failing transcription is answered with the documented status, code and `retryable`.',
    difference:
      'Upstream finds the code by substrings (“gene*rate* failed” is 429) and repeats the provider’s text.',
  },
  'transcribe.limit': {
    source: 'protocol 5.6, 17 T27',
    behaviour: 'A recording above `maxAudioBytes` is answered 413 with a text for the user.',
    difference: 'Upstream has no limit.',
  },
  'threads.list': {
    source: 'protocol 5.7',
    behaviour: 'The list has the documented fields, the last active thread first, by agent.',
  },
  'threads.pages': {
    source: 'protocol 5.7',
    behaviour: 'The list comes in pages by `limit` and `cursor`, archived threads on request.',
    difference: 'Upstream’s in-memory runner ignores limit, cursor and includeArchived.',
  },
  'threads.messages': {
    source: 'protocol 5.7',
    behaviour:
      '`/messages` tells the conversation with flat tool calls; an unknown thread has none.',
  },
  'threads.transcript-kept': {
    source: 'protocol 17 T20',
    behaviour:
      'A client that sends only the end of the conversation does not shorten the stored one.',
    difference: 'Upstream `/messages` is whatever the last run was sent.',
  },
  'threads.events': {
    source: 'protocol 5.7',
    behaviour: '`/events` tells the compacted events of all runs.',
  },
  'threads.state': {
    source: 'protocol 5.7',
    behaviour: '`/state` tells the last state if it is an object.',
  },
  'threads.mutations': {
    source: 'protocol 5.7, seed 000',
    behaviour: 'Threads can be renamed, archived, brought back and deleted.',
    difference: 'Upstream answers 422 without its hosted platform.',
  },
  'threads.mutation-errors': {
    source: 'protocol 5.7',
    behaviour: 'A change of an unknown thread is answered 404, an impossible one 400.',
  },
  'threads.clear': {
    source: 'protocol 5.7',
    behaviour:
      '`/threads/clear` answers 204 and removes the caller’s threads, in development only.',
    difference: 'Upstream anybody can remove everybody’s threads at any time.',
  },
  'threads.subscribe': {
    source: 'protocol 5.7',
    behaviour: '`/threads/subscribe` is answered as not offered where no sockets are served.',
  },
  'threads.realtime': {
    source: 'platform 2.5, 9.6, seed 000',
    behaviour:
      'Changes of threads reach other clients without a reload, and so does the beginning of a run.',
    difference: 'Upstream only its hosted platform does that; here any runtime with a store.',
  },
  'other.annotate': {
    source: 'protocol 5.8',
    behaviour: '`/annotate` is answered 422 with the text that clients know.',
  },
  'other.inspector': {
    source: 'protocol 5.8',
    behaviour: 'The inspector routes are answered 204 and 404, never cached.',
  },
  'other.debug-feed': {
    source: 'protocol 5.8',
    behaviour: 'The debug feed tells every event of every run where it is switched on, else 404.',
  },
  'other.memories': {
    source: 'protocol 5.8',
    behaviour: '`exposeMemoryRoutes` opens the memory routes.',
    knownGap: 'Memories come with the platform, a later issue.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
