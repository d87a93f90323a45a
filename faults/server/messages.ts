import type { ServerOptions } from './server-options.js';

/** A moment on the clock that all processes of the machine share, in milliseconds. */
export type Moment = number;

/** How a run of the numbered agent came to its end, as the agent sees it. */
export type AgentEnd = 'done' | 'aborted';

/** What a server tells the test. */
export type ServerReport =
  | { readonly kind: 'listening'; readonly port: number }
  | {
      readonly kind: 'agent-began';
      readonly threadId: string;
      readonly runId: string;
      readonly at: Moment;
    }
  | {
      readonly kind: 'agent-ended';
      readonly threadId: string;
      readonly runId: string;
      readonly at: Moment;
      readonly how: AgentEnd;
      /** How many numbered events it had emitted. */
      readonly emitted: number;
    }
  | { readonly kind: 'stats'; readonly request: number; readonly stats: ServerStats }
  | { readonly kind: 'log'; readonly level: string; readonly text: string }
  /** Something that no server may ever let happen, such as an unhandled rejection. */
  | { readonly kind: 'defect'; readonly text: string };

export interface ServerStats {
  /** What the process has of the machine's memory, after a collection. */
  readonly rssBytes: number;
  /** What its objects and buffers really need of that. */
  readonly heldBytes: number;
  /** The longest time for which the event loop stood still since the last question, see `StallMeter`. */
  readonly stallMs: number;
  readonly activeRuns: number;
}

/** What the test tells a server. */
export type ServerCommand =
  | { readonly kind: 'begin'; readonly options: ServerOptions }
  | { readonly kind: 'stats'; readonly request: number };

export function now(): Moment {
  return Number(process.hrtime.bigint()) / 1e6;
}
