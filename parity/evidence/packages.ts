import type { Evidence } from '../gate/find-problems.js';

/** What the packages prove of themselves. */
export const PACKAGE_EVIDENCE: Evidence = {
  'packages/core/src/http/parse-run-input.spec.ts': {
    'fills in what 1.0 may leave out': ['input.both-dialects'],
    'takes the content forms of 1.0': ['input.both-dialects'],
    'accepts exactly what one of the real schemas accepts': ['input.validation'],
  },
  'packages/core/src/runs/client-compatibility.spec.ts': {
    'what leaves the gate': ['stream.only-known-events'],
  },
  'packages/core/src/runs/event-sequence.spec.ts': {
    'pass unchanged, and clients close what they opened': ['stream.chunks'],
  },
  'packages/core/src/runs/finalize-run-events.spec.ts': {
    'appends what is missing and returns it': ['finalise.helpers'],
    'does the same for events that nobody keeps': ['finalise.helpers'],
  },
  'packages/core/src/operations/transcribe/parse-audio.spec.ts': {
    'must have a known type, and the message lists them': ['transcribe.types'],
  },
  'packages/core/test/connect-thread.spec.ts': {
    'tells every run compacted, and only the last error as an error': ['replay.events'],
    're-opens what is being written with all its text, outside the snapshot': ['replay.rebase'],
    'tells exactly what came after the cursor, from the middle of a live run': ['replay.resume'],
  },
  'packages/core/test/faults-agents.spec.ts': {
    'an agent that ${} costs one run (${})': [
      'run.agent-throws',
      'stream.large-events',
      'finalise.failed',
    ],
  },
  'packages/core/test/busy-thread.spec.ts': {
    'enqueue gives up after its time and refuses more than its queue holds': ['busy.enqueue'],
  },
  'packages/core/test/run-engine.spec.ts': {
    'is kept by whoever returns within cancelAfterMs': ['viewers.disconnect-policy'],
  },
  'packages/store/test/memory-limits.spec.ts': {
    'evicts the thread that was not used for the longest time': ['history.limits'],
    'drops the oldest runs of a thread, with the messages that only they knew': ['history.limits'],
    'counts the events of active runs and evicts from who takes up the most': ['history.limits'],
    'lets who floods the store lose only their own threads': ['trap.t8'],
  },
  'packages/runtime-node/test/checklist.spec.ts': {
    'waits for a slow reader, so that the producer is not asked for more': [
      'viewers.slow-reader',
      'trap.t13',
      'decision.8',
    ],
  },
  'packages/runtime-node/test/graceful-shutdown.spec.ts': {
    'ends runs that outlive their grace with an event, not with a cut': ['decision.13'],
  },
  'packages/runtime-node/test/node-handler.spec.ts': {
    'serves a fetch handler, with status, headers and body': ['node.handler'],
    'has its other name': ['node.handler'],
    'takes responses of other classes than the global one': ['trap.t21'],
  },
  'packages/runtime-node/test/node-listener.spec.ts': {
    'serves /info and runs below its base path': ['node.listener'],
    'serves over HTTP/2': ['node.listener'],
  },
  'packages/runtime-express/test/body-parsers.spec.ts': {
    'in front, serves GET, runs and envelopes': ['express.body-parser'],
    'behind, serves the same, and leaves the bodies of others to it': ['express.body-parser'],
  },
  'packages/runtime-express/test/contract.spec.ts': {
    'the contract runs on the Express major of this project': ['express.majors'],
  },
  'packages/runtime-express/test/cors.spec.ts': {
    'allows every origin on the paths of the runtime, without cookies': ['cors.default'],
    'leaves no trace on the rest of the application with the base path %s': [
      'trap.t1',
      'decision.9',
    ],
    'allows the origins listed, with cookies': ['cors.credentials'],
  },
  'packages/runtime-express/test/mounting.spec.ts': {
    'serves below the base path %s at the root of an application': ['express.mounting'],
    'serves at the mount point with %j': ['express.mounting'],
    'strips the mount path the same way with and without a body parser': ['express.body-parser'],
    'serves only the envelope in single-route mode': ['express.mode'],
    'serves only REST in multi-route mode': ['express.mode'],
    'goes on to the application outside of the base path': ['express.falls-through'],
    'goes on to the application when the runtime is at its root': ['express.falls-through'],
    'has its deprecated name': ['api.express-names'],
  },
  'packages/runtime-nest/test/placement.spec.ts': {
    'is below the global prefix, the version and the path of the router module': ['nest.module'],
  },
  'packages/runtime-nest/test/guards.spec.ts': {
    "deny every verb of every route, also when they are the application's": ['nest.module'],
  },
  'parity/delivery/offline.spec.ts': {
    '[privacy.no-outbound] connects to nobody and looks up no name': ['trap.t28'],
  },
  'parity/delivery/slow-reader.spec.ts': {
    '[delivery.slow-reader] holds at most 1 MiB beyond the log that a fast reader leaves, too': [
      'viewers.slow-reader',
    ],
  },
  'parity/delivery/through-proxies.spec.ts': {
    '[delivery.compression] through Express compression()': ['trap.t25'],
    '[delivery.nginx] through nginx as it ships': ['trap.t25'],
  },
  'apps/demo/test/browser.spec.ts': {
    'shows an answer while it streams': ['client.browser'],
    'stops a long answer and leaves the thread free for the next message': ['client.browser'],
  },
};
