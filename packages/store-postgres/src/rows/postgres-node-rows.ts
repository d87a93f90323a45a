import type { NodeRows } from '@flightdeck/store/engine';

import type { Session } from '../sql/database.js';
import { flag, integer, integerOrNull, rawText } from '../sql/row-fields.js';
import { statement, type Statement } from '../sql/statement.js';
import { toStored } from '../sql/stored-text.js';

/** What a heartbeat gets to be answered, whatever the time to live. */
const LEAST_MS = 500;
const MOST_MS = 5_000;

/** Leases, by the clock of the database alone. */
export class PostgresNodeRows implements NodeRows {
  readonly #session: Session;
  readonly #register: Statement;
  readonly #heartbeat: Statement;
  readonly #remove: Statement;

  constructor(session: Session, schema: string) {
    this.#session = session;
    const until = (ms: string): string => `clock_timestamp() + ${ms}::float8 * interval '1 ms'`;
    // A node that expired is the same as one that is not there: nobody misses it.
    this.#register = statement(`
      with gone as (
        delete from ${schema}.nodes where expires_at < clock_timestamp() - interval '1 hour' and node_id <> $1)
      insert into ${schema}.nodes as n (node_id, started_at, expires_at)
        values ($1, clock_timestamp(), ${until('$2')})
        on conflict (node_id) do update set expires_at = excluded.expires_at`);
    this.#heartbeat = statement(`
      with renewed as (
        update ${schema}.nodes set expires_at = ${until('$2')}
          where node_id = $1 and expires_at > clock_timestamp() returning 1)
      select exists (select 1 from renewed) as alive, h.thread_pk as "threadPk", h.active_run_pk as "runPk",
          h.stop_reason as reason
        from (select 1) one left join ${schema}.thread_heads h
          on h.owner_node = $1 and h.active_run_pk is not null and h.stop_reason is not null`);
    this.#remove = statement(`delete from ${schema}.nodes where node_id = $1`);
  }

  async register(nodeId: string, ttlMs: number): Promise<void> {
    await this.#session.rows(this.#register, [toStored(nodeId), ttlMs]);
  }

  async heartbeat(nodeId: string, ttlMs: number): ReturnType<NodeRows['heartbeat']> {
    // Several attempts have to fit into the time to live.
    const timeoutMs = Math.min(Math.max(LEAST_MS, ttlMs / 4), MOST_MS);
    const values = [toStored(nodeId), ttlMs];
    const rows = await this.#session.rows(this.#heartbeat, values, timeoutMs);
    const stops = rows
      .filter((row) => integerOrNull(row, 'threadPk') !== null)
      .map((row) => {
        const reason: 'stop' | 'superseded' =
          rawText(row, 'reason') === 'superseded' ? 'superseded' : 'stop';
        return { threadPk: integer(row, 'threadPk'), runPk: integer(row, 'runPk'), reason };
      });
    return { alive: flag(rows[0] ?? {}, 'alive'), stops };
  }

  async remove(nodeId: string): Promise<void> {
    await this.#session.rows(this.#remove, [toStored(nodeId)]);
  }
}
