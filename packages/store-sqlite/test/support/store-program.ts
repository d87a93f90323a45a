import { createInterface } from 'node:readline';

import type { RunLease, StoreEngine } from '@flightdeck/store';

import { sqliteThreads } from '../../src/index.js';

// Another process on the same file: it does what it is told line by line, and answers each line with one.

const SCOPE = { tenantId: '', userId: null };

interface Command {
  readonly do: 'start' | 'acquire' | 'append' | 'close' | 'stop' | 'quit';
  readonly threadId: string;
  readonly runId: string;
  readonly events?: readonly string[];
}

function makeEngine(file: string, ttlMs: number): StoreEngine {
  return sqliteThreads({ file, lease: { ttlMs } });
}

class Program {
  readonly #engine: StoreEngine;
  readonly #leases = new Map<string, { lease: RunLease; nextSeq: number }>();

  constructor(engine: StoreEngine) {
    this.#engine = engine;
  }

  async carryOut(command: Command): Promise<unknown> {
    const { threadId, runId } = command;
    switch (command.do) {
      case 'start':
        await this.#engine.coordinator.start();
        return { kind: 'started' };
      case 'quit':
        await this.#engine.close();
        return { kind: 'closed' };
      case 'acquire': {
        await this.#engine.coordinator.start();
        const request = { threadId, runId, agentId: 'agent' };
        const result = await this.#engine.coordinator.acquire(SCOPE, request);
        if (result.kind !== 'acquired') return result;
        const { lease } = result;
        this.#leases.set(runId, { lease, nextSeq: lease.firstSeq });
        return { kind: result.kind, threadPk: lease.threadPk, fence: lease.fence };
      }
      case 'stop':
        return this.#engine.coordinator.requestStop(SCOPE, { threadId });
      case 'append':
      case 'close':
        return this.#append(command);
    }
  }

  async #append({ do: action, runId, events = [] }: Command): Promise<unknown> {
    const held = this.#leases.get(runId);
    if (held === undefined) throw new Error(`${runId} was not acquired`);
    const { threadPk, runPk, fence } = held.lease;
    const item = { threadPk, runPk, fence, firstSeq: held.nextSeq, events, messageIds: [] };
    const close = action === 'close' ? { close: { status: 'succeeded' } as const } : {};
    held.nextSeq += events.length;
    const [outcome] = await this.#engine.log.append([{ ...item, ...close }]);
    return outcome;
  }
}

const [file = '', ttlMs = '10000'] = process.argv.slice(2);
const program = new Program(makeEngine(file, Number(ttlMs)));
for await (const line of createInterface({ input: process.stdin })) {
  const answer = await program
    .carryOut(JSON.parse(line) as Command) // written by the tests of this folder
    .catch((error: unknown) => ({
      kind: 'error',
      code: Object(error).code,
      message: String(error),
    }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
