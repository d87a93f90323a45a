import type { Session } from '../sql/database.js';
import { integer } from '../sql/row-fields.js';
import { statement, type Statement } from '../sql/statement.js';
import { isNobodys, toStoredId } from '../sql/stored-text.js';

/** More tenants than these are looked up again. */
const MAX_KNOWN = 10_000;

/** Which project a tenant is: made with its first thread, and remembered. */
export class Projects {
  readonly #session: Session;
  readonly #find: Statement;
  readonly #create: Statement;
  readonly #known = new Map<string, number>();

  constructor(session: Session, schema: string) {
    this.#session = session;
    this.#find = statement(`select pk from ${schema}.projects where id = $1`);
    // Two nodes that do it at once end up with one project: the update makes the second one wait.
    this.#create = statement(`
      with o as (
        insert into ${schema}.organizations (id, name) values ('default', 'Default')
          on conflict (id) do update set name = organizations.name returning id)
      insert into ${schema}.projects (id, org_id, name) select $1::text, o.id, $1::text from o
        on conflict (id) do update set name = projects.name returning pk`);
  }

  /** `null` for a tenant that never had a thread, or where one of the other ids is too long for any. */
  async find(tenantId: string, ...ids: readonly (string | null)[]): Promise<number | null> {
    if (isNobodys(tenantId, ...ids)) return null;
    const known = this.#known.get(tenantId);
    if (known !== undefined) return known;
    const [row] = await this.#session.rows(this.#find, [toStoredId(tenantId, 'tenant')]);
    return row === undefined ? null : this.#remember(tenantId, integer(row, 'pk'));
  }

  async ensure(tenantId: string): Promise<number> {
    const found = await this.find(tenantId);
    if (found !== null) return found;
    const [row] = await this.#session.rows(this.#create, [toStoredId(tenantId, 'tenant')]);
    return this.#remember(tenantId, integer(row ?? {}, 'pk'));
  }

  #remember(tenantId: string, pk: number): number {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(tenantId, pk);
    return pk;
  }
}
