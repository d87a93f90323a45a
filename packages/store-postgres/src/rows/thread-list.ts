import type { Scope, ThreadRecord } from '@flightdeck/store';
import type { ThreadRowQuery } from '@flightdeck/store/engine';

import type { Session } from '../sql/database.js';
import { statement, type Statement } from '../sql/statement.js';
import { toStoredId } from '../sql/stored-text.js';
import { threadColumns, toThread } from './thread-columns.js';

/** What PostgreSQL knows as moments, and cursors of anybody's making may exceed. */
const EARLIEST_MS = -62_135_596_800_000;
const LATEST_MS = 253_402_300_799_999;

/** A page of a list: one range of an index, or two merged ones for archived and other threads. */
export class ThreadList {
  readonly #session: Session;
  readonly #schema: string;
  readonly #statements = new Map<string, Statement>();

  constructor(session: Session, schema: string) {
    this.#session = session;
    this.#schema = schema;
  }

  async page(project: number, scope: Scope, query: ThreadRowQuery): Promise<ThreadRecord[]> {
    const { text, values } = this.query(project, scope, query);
    const rows = await this.#session.rows(text, values);
    return rows.map((row) => toThread(row, scope.tenantId));
  }

  /** The statement of a page and its values. */
  query(
    project: number,
    { userId }: Scope,
    { agentId, archived, limit, after }: ThreadRowQuery,
  ): { readonly text: Statement; readonly values: readonly unknown[] } {
    const values: unknown[] = [project, limit];
    const conditions = ['t.project_pk = $1', 't.last_run_at is not null'];
    const add = (condition: (parameter: string) => string, value: unknown): void => {
      values.push(value);
      conditions.push(condition(`$${values.length}`));
    };
    if (userId !== null) add((at) => `t.user_id = ${at}`, toStoredId(userId, 'user'));
    if (agentId !== undefined) add((at) => `t.agent_id = ${at}`, toStoredId(agentId, 'agent'));
    if (after !== null) {
      const moment = Math.min(Math.max(after.activityAt, EARLIEST_MS), LATEST_MS);
      const pk = Math.min(Math.max(Math.trunc(after.pk), 0), Number.MAX_SAFE_INTEGER);
      values.push(Math.trunc(moment), pk);
      const at = `$${values.length - 1}::float8 * interval '1 millisecond'`;
      conditions.push(
        `(t.last_run_at, t.pk) < ('epoch'::timestamptz + ${at}, $${values.length}::bigint)`,
      );
    }
    return { text: this.#statement(conditions.join(' and '), archived), values };
  }

  #statement(conditions: string, archived: ThreadRowQuery['archived']): Statement {
    const key = `${archived} ${conditions}`;
    const known = this.#statements.get(key);
    if (known !== undefined) return known;
    const range = (flag: boolean): string => `
      (select * from ${this.#schema}.threads t where ${conditions} and t.archived = ${flag}
        order by t.last_run_at desc, t.pk desc limit $2)`;
    const ranges =
      archived === 'all' ? `${range(false)} union all ${range(true)}` : range(archived === 'only');
    const made = statement(
      `select ${threadColumns('t')} from (${ranges}) t order by t.last_run_at desc, t.pk desc limit $2`,
    );
    this.#statements.set(key, made);
    return made;
  }
}
