import type { BaseEvent } from '../ag-ui.js';

/** Something that deltas are appended to. */
export interface TextTarget {
  readonly id: string;
  /** Everything appended so far, and what was there before. */
  readonly text: string;
  append(delta: string): void;
  /** Takes over what an event says beside its text. */
  annotate(event: BaseEvent): void;
}
