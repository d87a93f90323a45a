import type { Requirement } from './requirement.js';

/** What becomes of runs and threads when servers and stores fail, and of what is kept. */
export const DURABLE = {
  'durable.first-stored': {
    source: 'durability 6.1',
    behaviour:
      'What a client has seen is stored. `delivery: "live"` lets viewers of a run’s own server be 250 ms ahead, but not of its milestones.',
    difference: 'Upstream stores a run when it has ended; what was seen of it before can be lost.',
  },
  'durable.owner-lost': {
    source: 'durability 9',
    behaviour:
      'A run whose server is gone is closed by another one with RUN_ERROR `OWNER_LOST`, and its thread is free.',
    difference: 'Upstream with SQLite the thread stays locked for good.',
  },
  'durable.recovery': {
    source: 'durability 9',
    behaviour:
      '`recovery` lets agents that can be listened to again go on, and runs idempotent ones once more.',
    difference: 'Upstream has no such option.',
  },
  'durable.owner-change': {
    source: 'durability 4.2, 9',
    behaviour:
      'A viewer whose server has lost the run goes on with what the next owner writes, to its true end.',
  },
  'durable.outage': {
    source: 'durability 6.2, 9',
    behaviour:
      'A store that is away for less than eight seconds ends no run and no stream; a longer outage is told.',
  },
  'durable.backpressure': {
    source: 'durability 6.2',
    behaviour:
      'A store that is too slow costs 8 Mi of memory per run and 64 Mi per process, then `STORE_BACKPRESSURE`.',
    difference: 'Upstream keeps a run in memory without a bound.',
  },
  'durable.one-run-per-thread': {
    source: 'durability 9, 11 T3',
    behaviour:
      'However many servers are asked at once, a thread has one run; all busy policies hold across servers.',
    difference: 'Upstream each process knows its own runs alone.',
  },
  'durable.ready': {
    source: 'durability 10',
    behaviour: '`ready()` says what is wrong with a store before anybody is served.',
    difference: 'Upstream has nothing like it.',
  },
  'durable.repeated-append': {
    source: 'durability 4.2, 11 T6',
    behaviour:
      'Events whose writing broke off before or after the commit are written again and stored once.',
  },
  'durable.hints-lost': {
    source: 'durability 0.5, 11 T8',
    behaviour:
      'What one server writes reaches viewers on another one also where every hint between them is lost; Redis is optional.',
    difference: 'Upstream other servers know nothing of a run.',
  },
  'durable.refusals': {
    source: 'durability 10',
    behaviour:
      'A database that is away, mute, locked, read-only or of a later version is told by its own code within seconds, and never with the password.',
  },
  'sqlite.one-file': {
    source: 'durability 5.2, 10',
    behaviour:
      'A path is all that SQLite threads need: file, folder and schema are made, with the SQLite of Node or with `libsql`.',
    difference: 'Upstream needs the native module better-sqlite3.',
  },
  'sqlite.several-processes': {
    source: 'durability 5.2, 9',
    behaviour:
      'Processes of one host share a file: one run per thread, each other’s stops and events, and the threads of a killed one free at the next start.',
    difference: 'Upstream the thread of a killed process stays locked for good.',
  },
  'sqlite.refusals': {
    source: 'durability 10, 11 T13',
    behaviour:
      'A file that is damaged, foreign, of a later version, read-only or locked, and a full disk, are told by their own code; nothing is lost.',
  },
  'sqlite.import': {
    source: 'platform 9.3',
    behaviour:
      'What upstream’s SQLite runner has written can be brought into any store, again and again, without touching the file.',
    difference: 'Upstream has no import.',
  },
  'threads.list-cost': {
    source: 'durability 8.2',
    behaviour: 'A page of the list reads no more threads than it shows, however many there are.',
  },
  'threads.export': {
    source: 'durability 8',
    behaviour: 'Everything that is stored of a user can be had as JSON lines.',
    difference: 'Upstream has no export.',
  },
  'threads.erase': {
    source: 'durability 8',
    behaviour: 'A user can be erased with everything that tells of them.',
    difference: 'Upstream only deletes single threads.',
  },
  'threads.names': {
    source: 'platform 3.1',
    behaviour:
      '`generateThreadNames` names a new thread beside its first run; a name given by the user stays.',
    difference: 'Upstream only its hosted platform names threads, and overwrites the user’s name.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
