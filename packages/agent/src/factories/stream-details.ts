import type { FactoryInterrupt } from './factory-config.js';
import type { TokenUsage } from '../options/agent-options.js';

/** What a foreign stream tells beside its events; filled while it is read. */
export interface StreamDetails {
  /** Questions that the run has to end with. */
  readonly interrupts: FactoryInterrupt[];
  readonly usage: TokenUsage[];
  /** Of the last model turn. */
  finishReason?: string | undefined;
  /** Of a factory's own RUN_FINISHED. */
  result?: unknown;
}

export function createStreamDetails(): StreamDetails {
  return { interrupts: [], usage: [] };
}
