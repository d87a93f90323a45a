import type { FinishReason } from '../model/model-part.js';
import { UsageSum } from './usage.js';

/** How far a run has come. */
export class RunReport {
  readonly usage = new UsageSum();
  /** How often a model has answered. */
  steps = 0;
  /** Of the last step. */
  finishReason: FinishReason | undefined;
}
