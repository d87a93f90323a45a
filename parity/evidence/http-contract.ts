import type { Evidence } from '../gate/find-problems.js';

const CONTRACT = 'packages/testing/src/http-contract';

/** The contract that the fetch handler and every adapter keep. */
export const CONTRACT_EVIDENCE: Evidence = {
  [`${CONTRACT}/wire-contract.ts`]: {
    'wire, ${}': ['envelope.methods', 'transport.both'],
  },
  [`${CONTRACT}/mount-contract.ts`]: {
    'a runtime at the base path ${} serves both transports': ['transport.both'],
    'a path that merely begins like the base path lies outside of it': ['routing.base-path'],
    'a longer path that ends like a route is not that route': ['routing.exact', 'trap.t24'],
    'a mount for REST only tells a client that sends envelopes what is wrong': [
      'transport.wrong-mode-explained',
    ],
    'a mount for REST only serves REST': ['transport.rest-only'],
    'a mount for envelopes only does not serve REST': ['transport.single-only'],
    'a mount for envelopes only is served with a trailing slash, too': ['transport.trailing-slash'],
    'an agent id of any characters can be run and stopped': ['routing.any-id'],
    'an agent called info is an agent': ['routing.any-id'],
  },
  [`${CONTRACT}/info-contract.ts`]: {
    'an agent is described by its id, class and description': ['info.agents'],
    'an agent that throws when asked for its capabilities has none': ['info.capabilities-bounded'],
    'an agent that never tells its capabilities holds nobody up': [
      'info.capabilities-bounded',
      'trap.t17',
      'decision.10',
    ],
    'agents may come as a promise': ['agents.sources'],
    'a factory decides for each request which agents there are': ['agents.sources'],
    'a factory that throws is answered 500 without its text in production': ['info.factory-fails'],
    'a factory that throws is answered 500 with its text in development': ['info.factory-fails'],
    'threads are not offered in production without an identity': ['info.thread-endpoints'],
    'audio is offered where there is a transcription service': ['info.shape'],
  },
  [`${CONTRACT}/run-contract.ts`]: {
    '${} is answered 500 without a word about the reason': ['run.setup-fails', 'trap.t7'],
    'the text of an agent’s error stays on the server in production': ['trap.t7', 'decision.7'],
    'the text of an agent’s error is told in development': ['run.agent-throws'],
    'each run has a clone of its own': ['run.clone-per-run'],
    'a clone knows its agent id, thread, messages and state before it is run': [
      'run.clone-per-run',
    ],
    'silence is broken by comments that keep the connection open': ['stream.keep-alive'],
  },
  [`${CONTRACT}/headers-contract.ts`]: {
    'authorization and x- headers reach the agent, others do not': ['headers.default'],
    'what proxies and platforms add does not reach the agent': ['headers.default'],
    'the agent’s own headers win, whatever their case': ['headers.agent-wins'],
    'further headers and prefixes can be held back': ['headers.config'],
    'a list of allowed headers lets exactly those through': ['headers.config'],
    'the default list can be switched off': ['headers.config'],
  },
  [`${CONTRACT}/busy-contract.ts`]: {
    'a second run is refused by default and the first one is not disturbed': [
      'busy.reject',
      'decision.2',
    ],
    'a second run supersedes the first one where that is configured': [
      'busy.supersede',
      'decision.1',
      'decision.2',
    ],
    'a superseded run stays in the thread': ['busy.supersede'],
    'a second run waits for its turn where that is configured': ['busy.enqueue', 'decision.2'],
    'runs that wait start in the order in which they came': ['busy.enqueue'],
    'a run is refused with 429 when too many wait': ['busy.enqueue'],
    'an agent that ignores a stop is left behind and the thread is free': [
      'busy.wedged-agent',
      'trap.t12',
      'decision.8',
    ],
    'a run beyond ${} ends in RUN_ERROR ${} and its agent is aborted': [
      'busy.timeouts',
      'trap.t27',
      'decision.8',
    ],
    'a run can be stopped through any agent that exists': ['stop.unknown-agent'],
  },
  [`${CONTRACT}/viewers-contract.ts`]: {
    'a run whose client leaves is not aborted': ['viewers.run-goes-on'],
    'a run whose last viewer leaves is ended where that is configured': [
      'viewers.disconnect-policy',
    ],
    'a suggestion ends with its reader': ['suggest.ends-with-reader'],
    'a reader that stalls holds up neither the run nor other viewers': ['viewers.independent'],
  },
  [`${CONTRACT}/hooks-contract.ts`]: {
    'hooks run in their order, once per request': ['hooks.order'],
    'hooks are told the route and its ids, wherever these stand': ['hooks.route-info'],
    'a Response thrown from ${} is the answer': ['hooks.thrown-response'],
    'a Response thrown from ${} passes onResponse': ['hooks.thrown-response'],
    'a request with another body that ${} returns is the one carried out': [
      'hooks.replace-request',
    ],
    'a URL that a hook rewrites does not change the route': ['hooks.replace-request'],
    'the body is still there after ${} has read it': ['body.handed-out'],
    'what else ${} throws is answered 500 and told to onError once': ['hooks.errors'],
    'onError may answer': ['hooks.errors'],
    'onResponse may replace the response of a stream without holding it up': ['hooks.on-response'],
  },
  [`${CONTRACT}/after-request-contract.ts`]: {
    'it is told the messages and ids of a run': ['after.messages'],
    'it is told only once the stream has ended': ['after.messages'],
    'it is told of a run whose client has left': ['after.always', 'trap.t14', 'decision.12'],
    'it is told of errors that an operation answers': ['after.always'],
  },
  [`${CONTRACT}/cors-contract.ts`]: {
    'no CORS headers are sent where it is off': ['cors.off'],
    'a preflight is answered 204 without a body': ['cors.preflight'],
    'a preflight allows the headers that it asks for': ['cors.preflight', 'trap.t3', 'decision.9'],
    'errors carry CORS headers, so that scripts can read them': ['cors.on-errors'],
    'streams carry CORS headers': ['cors.on-errors'],
    'an origin that ${} allows is named, and caches are told': ['cors.origins', 'trap.t3'],
    'an origin that ${} does not allow gets no permission, and caches are told': ['cors.origins'],
    'cookies are allowed for an origin that is named': ['cors.credentials'],
    'cookies for every origin are refused when the runtime is mounted': ['trap.t2'],
  },
  [`${CONTRACT}/limits-contract.ts`]: {
    'a body that is too large is refused with 413 and the limit': [
      'body.limit',
      'trap.t27',
      'decision.6',
    ],
    'a body without an announced length is limited, too': ['body.limit'],
    'a recording that is too large is refused with 413 and a text for the user': [
      'transcribe.limit',
    ],
    'a cookie on a POST of ${}, which any site can make, is refused with 415': ['trap.t9'],
  },
  [`${CONTRACT}/threads-contract.ts`]: {
    'all threads can be cleared in development': ['threads.clear'],
    'clearing threads is off in production even for somebody with an identity': [
      'threads.clear',
      'decision.5',
    ],
    'runtimes do not share threads': ['history.per-runtime', 'decision.5'],
  },
  [`${CONTRACT}/debug-feed-contract.ts`]: {
    'it is not there in production': ['other.debug-feed'],
    'it tells every event of every run to whom they belong': ['other.debug-feed'],
  },
  [`${CONTRACT}/shutdown-contract.ts`]: {
    'a run that does not end in time ends in RUN_ERROR SERVER_SHUTDOWN': [
      'shutdown.graceful',
      'trap.t27',
      'decision.13',
    ],
    'new runs are refused with 503 and a time to come back': ['shutdown.graceful'],
  },
  [`${CONTRACT}/socket-contract.ts`]: {
    'a stream is framed byte by byte as documented': ['stream.framing'],
    'the head and the first comment leave while the agent is silent': ['stream.head-at-once'],
    'a reader that takes nothing off its connection does not hold up the run': ['trap.t13'],
  },
};
