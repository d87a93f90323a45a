import { testPostgres, type TestPostgres } from './test-postgres.js';

/** A suite that needs a PostgreSQL; without one it is skipped by name. */
export async function describePostgres(
  title: string,
  body: (postgres: TestPostgres) => void,
): Promise<void> {
  const postgres = await testPostgres();
  if (postgres === null) {
    describe.skip(`${title} (no PostgreSQL at DATABASE_URL or 127.0.0.1:5432, and none installed)`, () => {
      it('needs a PostgreSQL', () => undefined);
    });
    return;
  }
  describe(title, () => {
    afterAll(() => postgres.close());
    body(postgres);
  });
}
