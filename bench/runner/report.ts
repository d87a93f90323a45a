import type { Result } from '../served/result.js';
import type { Row } from '../support/row.js';

/** What was measured of one workload. */
export interface Group {
  readonly name: string;
  readonly title: string;
  /** Of servers, beside each other. */
  readonly results: readonly Result[];
  /** Of stores, in the process itself. */
  readonly rows: readonly Row[];
  /** Whether something has ended before it was measured. */
  readonly failed: boolean;
}

/** What `--json` writes. */
export interface Report {
  readonly node: string;
  readonly processors: string;
  readonly quick: boolean;
  readonly seconds: number;
  readonly groups: readonly Group[];
}
