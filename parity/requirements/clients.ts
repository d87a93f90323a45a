import type { Requirement } from './requirement.js';

/** What the published clients must be able to do, unmodified. */
export const CLIENTS = {
  'client.core-run': {
    source: 'protocol 14.1',
    behaviour: 'CopilotKit core runs agents and shows everything that they do.',
  },
  'client.core-app-settings': {
    source: 'protocol 14.1',
    behaviour: 'Headers and properties of the application go with every request.',
  },
  'client.core-frontend-tool': {
    source: 'protocol 14.1',
    behaviour:
      'A frontend tool is carried out, followed up by a run, and in the history afterwards.',
  },
  'client.core-human-in-the-loop': {
    source: 'protocol 16.2',
    behaviour: 'A call that waits for a human is asked again after a reload.',
  },
  'client.core-stop': {
    source: 'protocol 14.1, 17 T11',
    behaviour: 'A stop ends the run, and the application hears that it has finished.',
  },
  'client.core-suggestions': {
    source: 'protocol 14.1, 14.2',
    behaviour: 'Suggestions come, can be given up, and leave no thread, over both transports.',
  },
  'client.core-threads': {
    source: 'protocol 14.1',
    behaviour: 'The thread list shows, pages, renames, archives and deletes, over both transports.',
  },
  'client.core-realtime': {
    source: 'platform 2.5, 2.6, 9.6',
    behaviour: 'The thread list follows other clients by itself, over both transports.',
  },
  'client.core-reconnect': {
    source: 'protocol 9, 17 T18',
    behaviour: 'Connecting to the same thread any number of times changes nothing.',
    difference: 'Upstream the assistant’s text doubles with each connect.',
  },
  'client.core-live-reconnect': {
    source: 'protocol 5.3',
    behaviour: 'A second window and a lost connection find the live run and follow it to its end.',
  },
  'client.core-errors': {
    source: 'protocol 15',
    behaviour:
      'A refusal, a busy thread and a run error are each shown once, with a text that says what happened.',
  },
  'client.core-health': {
    source: 'protocol 14.4',
    behaviour: 'The client’s health probe finds the runtime well after a refusal.',
  },
  'client.ag-ui-runs': {
    source: 'protocol 14.3, 16.3',
    behaviour:
      'HttpAgent 0.0.57, 0.0.59 and 1.0.0 each run agents of each make, without a warning, over both transports.',
  },
  'client.ag-ui-replays': {
    source: 'durability 7.1, 7.3',
    behaviour: 'They have the same conversation after any replay as if they had been there.',
  },
  'client.ag-ui-leaves': {
    source: 'protocol 14.3',
    behaviour: 'One that aborts only leaves; it finds the whole answer when it comes back.',
  },
  'client.ag-ui-interrupt': {
    source: 'protocol 4, 16.3',
    behaviour: 'An interrupt is answered with a resume that reaches the agent.',
  },
  'client.resumable': {
    source: 'durability 7.5',
    behaviour:
      'With the `fetch` of `@flightdeck/client`, unmodified clients live through cuts and deploys as one unbroken run.',
    difference: 'Upstream a cut stream looks like the end of the answer.',
  },
  'client.browser': {
    source: 'protocol 14',
    behaviour: 'The official chat page runs, stops, reloads and finds its history in a browser.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
