import type { Requirement } from './requirement.js';

/** The defects of upstream's runtime: protocol.md 17 and the decisions of 19. */
export const TRAPS = {
  'trap.t1': {
    source: 'protocol 17 T1',
    behaviour: 'CORS headers appear on the runtime’s own paths alone.',
    difference: 'Upstream’s Express router makes every later route of the application permissive.',
  },
  'trap.t2': {
    source: 'protocol 17 T2',
    behaviour: 'Credentials for every origin are refused when the runtime is mounted.',
    difference: 'Upstream echoes any origin with credentials.',
  },
  'trap.t3': {
    source: 'protocol 17 T3',
    behaviour:
      'Preflights allow the headers asked for by name; decisions about origins say `Vary`.',
    difference: 'Upstream’s `*` does not cover `Authorization`.',
  },
  'trap.t4': {
    source: 'protocol 17 T4',
    behaviour: 'A run on a busy thread is an error that the user sees.',
    difference: 'Upstream the message vanishes in an empty stream.',
  },
  'trap.t5': {
    source: 'protocol 17 T5, seed 000',
    behaviour: 'With `identifyUser`, threads are visible to their owner alone, everywhere.',
    difference: 'Upstream anybody may list, read, connect to, run on and stop any thread.',
  },
  'trap.t6': {
    source: 'protocol 17 T6',
    behaviour: 'A replay tells nothing that a caller said to the agent alone.',
    difference: 'Upstream replays forwarded props with their tokens.',
  },
  'trap.t7': {
    source: 'protocol 17 T7',
    behaviour: 'In production the texts of failures stay on the server; clients get a reference.',
    difference: 'Upstream sends exception texts to clients.',
  },
  'trap.t8': {
    source: 'protocol 17 T8',
    behaviour: 'Who floods the store loses only threads of their own.',
    difference: 'Upstream evicts everybody’s.',
  },
  'trap.t9': {
    source: 'protocol 17 T9',
    behaviour: 'What another site could make a browser send with cookies is refused with 415.',
    difference: 'Upstream any site can start runs in the name of its visitors.',
  },
  'trap.t10': {
    source: 'protocol 17 T10',
    behaviour: 'Prototype keys name no agents.',
    difference: 'Upstream answers 500 or 200.',
  },
  'trap.t11': {
    source: 'protocol 17 T11',
    behaviour: 'A stopped run is closed completely and finished with its ids.',
    difference: 'Upstream sends a bare RUN_FINISHED, invalid for every client.',
  },
  'trap.t12': {
    source: 'protocol 17 T12',
    behaviour: 'No agent can keep a thread locked.',
    difference: 'Upstream one that ignores abort does, for ever.',
  },
  'trap.t13': {
    source: 'protocol 17 T13',
    behaviour: 'Readers exert backpressure; buffers are bounded.',
    difference: 'Upstream buffers without bounds.',
  },
  'trap.t14': {
    source: 'protocol 17 T14',
    behaviour: 'afterRequestMiddleware needs no copy of the response and fires when clients leave.',
    difference: 'Upstream leaks a timer and buffers per abandoned stream.',
  },
  'trap.t15': {
    source: 'protocol 17 T15',
    behaviour: 'An event costs the same however long the history is.',
    difference: 'Upstream an event clones the whole history.',
  },
  'trap.t16': {
    source: 'protocol 17 T16',
    behaviour: 'The head of a stream does not wait for the agent.',
    difference: 'Upstream the client’s watchdog fires first.',
  },
  'trap.t17': {
    source: 'protocol 17 T17',
    behaviour: '`/info` does not wait for slow agents.',
    difference: 'Upstream one hanging agent blocks the start of every client.',
  },
  'trap.t18': {
    source: 'protocol 17 T18',
    behaviour: 'Nothing doubles on a reconnect, and no live event is lost.',
    difference: 'Upstream text doubles and live events of known messages are dropped.',
  },
  'trap.t19': {
    source: 'protocol 17 T19',
    behaviour: 'User input is stored before the agent is asked.',
    difference: 'Upstream loses it when the agent fails at once.',
  },
  'trap.t20': {
    source: 'protocol 17 T20',
    behaviour: 'The stored transcript does not depend on what a client sends again.',
    difference: 'Upstream a trimmed history truncates it.',
  },
  'trap.t21': {
    source: 'protocol 17 T21',
    behaviour: 'Responses are recognised by their shape, whoever has replaced the global class.',
    difference: 'Upstream a replaced class turns a refused stop into a stop of the thread.',
  },
  'trap.t22': {
    source: 'protocol 17 T22',
    behaviour: 'Suggestions end properly and never become threads.',
    difference: 'Upstream neither.',
  },
  'trap.t23': {
    source: 'protocol 17 T23',
    behaviour: 'A spread copy of a Response from onResponse does not turn a 404 into a 200.',
    difference: 'Upstream’s own documented example does; here the original is sent.',
  },
  'trap.t24': {
    source: 'protocol 17 T24',
    behaviour: 'Broken envelopes are client errors, and paths match exactly.',
    difference: 'Upstream answers 500, and matches by suffix.',
  },
  'trap.t25': {
    source: 'protocol 17 T25',
    behaviour: 'Streams pass nginx and compression unheld, carry ids and can be resumed.',
    difference: 'Upstream none of this.',
  },
  'trap.t26': {
    source: 'protocol 17 T26',
    behaviour: 'Proxied MCP calls leave the thread alone.',
    difference: 'Upstream locks the thread for them, stores them, and names the run as the thread.',
  },
  'trap.t27': {
    source: 'protocol 17 T27',
    behaviour: 'Bodies, agents and shutdowns have limits.',
    difference: 'Upstream has none.',
  },
  'trap.t27-rate': {
    source: 'protocol 17 T27',
    behaviour: 'Requests are rate-limited.',
    knownGap: 'Left to the host’s own middleware; only queued runs are bounded (429).',
  },
  'trap.t28': {
    source: 'protocol 17 T28, design 3.12',
    behaviour: 'Nothing is sent to anybody.',
    difference: 'Upstream reports usage unless told not to.',
  },
  'trap.t29': {
    source: 'protocol 17 T29',
    behaviour: 'A complete call of a frontend tool stays the client’s when the agent fails.',
    difference: 'Upstream answers it in the client’s place.',
  },
  'decision.1': {
    source: 'protocol 19.1',
    behaviour: 'Stop and supersede close everything and send RUN_FINISHED with ids.',
  },
  'decision.2': {
    source: 'protocol 19.2',
    behaviour: 'A busy thread is 409, with a choice of reject, supersede and enqueue.',
  },
  'decision.3': {
    source: 'protocol 19.3',
    behaviour: 'Heads are flushed with a comment; proxies are told not to buffer.',
  },
  'decision.4': {
    source: 'protocol 19.4',
    behaviour: 'A client with messages is told the thread as a snapshot and then live.',
  },
  'decision.5': {
    source: 'protocol 19.5',
    behaviour: 'Stores are per runtime, foreign threads are 404, clearing is off in production.',
  },
  'decision.6': {
    source: 'protocol 19.6',
    behaviour:
      'Bodies are limited, both input dialects accepted, agents looked up as own properties.',
  },
  'decision.7': {
    source: 'protocol 19.7',
    behaviour: 'Error texts are replaced by a reference outside development.',
  },
  'decision.8': {
    source: 'protocol 19.8',
    behaviour: 'Buffers are bounded, and run and stop timeouts release the thread.',
  },
  'decision.9': {
    source: 'protocol 19.9',
    behaviour: 'CORS is scoped, reflects requested headers, refuses credentials with a wildcard.',
  },
  'decision.10': {
    source: 'protocol 19.10',
    behaviour: '`/info` has a capabilities timeout and cache.',
  },
  'decision.11': {
    source: 'protocol 19.11',
    behaviour: 'Forwarded props are never stored; inputs are stripped to messages.',
  },
  'decision.12': {
    source: 'protocol 19.12',
    behaviour: 'afterRequestMiddleware is driven by the events, not by the response.',
  },
  'decision.13': {
    source: 'protocol 19.13',
    behaviour: 'A shutdown ends open streams with an event.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
