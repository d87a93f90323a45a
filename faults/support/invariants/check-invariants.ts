import type { StoreEngine } from '@flightdeck/store';
import type { RecordingClient } from '../recording-client.js';
import type { ServerProcess } from '../server-process.js';
import { readStoredThread, type StoredThread } from '../stored-thread.js';
import { checkContinuity, checkDurability, checkPhantomTail } from './check-clients.js';
import { checkCompaction, checkReplays } from './check-contents.js';
import { checkAgents, checkRunOrder } from './check-exclusion.js';
import { checkContiguity, checkRuns } from './check-log.js';
import { checkOfficialClients } from './check-official-clients.js';
import { violation, type Violation } from './violation.js';

/** What the spec allows to be shown before it is stored, plus what a busy machine adds to two clocks readings. */
const MAX_UNDURABLE_MS = 250 + 50;

export interface Evidence {
  readonly engine: StoreEngine;
  readonly servers: readonly ServerProcess[];
  readonly clients: readonly RecordingClient[];
  readonly delivery: 'durable' | 'live';
}

/**
 * The invariants of durability.md section 11 that hold after every scenario: I1 to I7, I10 and I11.
 * The others need a scenario of their own: I8 is T16, I9 is T9, I12 is T13.
 */
export async function findViolations(evidence: Evidence): Promise<Violation[]> {
  const { engine, servers, clients } = evidence;
  const found = servers.flatMap(({ defects, index }) =>
    defects.map((defect) => violation('defect', `server ${index}: ${defect}`)),
  );
  found.push(...checkAgents(servers));
  const threads = new Map<string, StoredThread | null>();
  for (const { threadId } of clients) {
    if (!threads.has(threadId)) threads.set(threadId, await readStoredThread(engine, threadId));
  }
  for (const [threadId, stored] of threads) {
    if (stored !== null) found.push(...checkThread(stored));
    // The threads of servers that share nothing are nowhere else to be seen.
    else if (engine.name !== 'memory') found.push(violation('I1', `${threadId} is not stored`));
  }
  for (const client of clients) {
    const stored = threads.get(client.threadId);
    if (stored === null || stored === undefined) continue;
    found.push(...checkContinuity(client, stored), ...checkReplays(client, stored));
    found.push(...checkStored(evidence, client, stored));
    found.push(...(await checkOfficialClients(client)));
  }
  return found;
}

function checkThread(stored: StoredThread): Violation[] {
  return [
    ...checkContiguity(stored),
    ...checkRuns(stored),
    ...checkRunOrder(stored),
    ...checkCompaction(stored),
  ];
}

function checkStored(
  { delivery }: Evidence,
  client: RecordingClient,
  stored: StoredThread,
): Violation[] {
  return delivery === 'live'
    ? checkPhantomTail(client, stored, MAX_UNDURABLE_MS)
    : checkDurability(client, stored);
}
