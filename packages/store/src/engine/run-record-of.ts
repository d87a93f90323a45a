import type { RunRow } from '../backend/log-rows.js';
import type { RunRecord } from '../records.js';

/** A run as everybody may see it. */
export function runRecordOf({ threadPk: _pk, compacted: _compacted, ...run }: RunRow): RunRecord {
  return run;
}
