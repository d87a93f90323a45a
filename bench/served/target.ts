import type { Server } from 'node:http';

import type { ScenarioName } from './scenarios.js';
import type { StoreKind } from '../support/stores.js';
import type { VariantName } from './targets/variants.js';

/** Where every target serves its runtime. */
export const BASE_PATH = '/api/copilotkit';

/** What can be measured beside each other. */
export const SELECTABLE_TARGETS = [
  'limit',
  'express-floor',
  'nest-express-floor',
  'nest-fastify-floor',
  'fetch',
  'node',
  'express',
  'nest-express',
  'nest-fastify',
  'upstream',
] as const;
/** `source` is measured by no workload. */
export type TargetName = (typeof SELECTABLE_TARGETS)[number] | 'source';

/** What a server under measurement is started with. */
export interface TargetOptions {
  /** The agents that it has. */
  readonly agents: readonly ScenarioName[];
  readonly store: StoreKind;
  /** The port of a source, whose agents are relayed in place of own ones. */
  readonly relayFrom?: number;
  /** What becomes of runs whose clients have left; they go on where this is not said. */
  readonly onDisconnect?: 'continue' | 'cancel';
  /** An option more than usual. */
  readonly variant?: VariantName;
  /** Where the store's data is; none for memory. */
  readonly place?: { readonly file: string; readonly url: string; readonly schema: string };
}

/** A server that is not listening yet, and what can be asked of it beside requests. */
export interface ServedTarget {
  readonly server: Server;
  /** Runs that are executed at the moment; `null` where nobody can tell. */
  readonly activeRuns: () => number | null;
}

/** Builds a target inside the child process. */
export type TargetFactory = (options: TargetOptions) => Promise<ServedTarget>;

/** What the parent asks a server process over its channel. */
export type Question = 'cpu' | 'memory' | 'peak' | 'runs' | 'sockets';

export interface Answers {
  /** Microseconds of CPU that the process has used, all threads. */
  readonly cpu: number;
  /** After collecting garbage, in bytes; `external` is what objects hold outside of the heap. */
  readonly memory: { readonly rss: number; readonly heap: number; readonly external: number };
  /**
   * The resident memory, and the most that it was since this was asked for the last time, in bytes.
   * `null` where nobody can tell.
   */
  readonly peak: { readonly now: number; readonly most: number } | null;
  readonly runs: number | null;
  /** Connections that the server has open. */
  readonly sockets: number;
}
