import { jest } from '@jest/globals';

import { acquire, openBackend, rowOf } from './support/open-backend.js';

describe('reading a SQLite log', () => {
  it('fetches no more than is asked for, however small the beginning is', async () => {
    const { backend, session } = await openBackend();
    const run = await acquire(backend, 't', 'r');
    const large = 'x'.repeat(100_000);
    for (let seq = 1; seq <= 40; seq += 1) {
      await backend.log.append([rowOf({ ...run, firstSeq: seq }, [seq <= 10 ? 'small' : large])]);
    }
    const fetched = jest.spyOn(session, 'all');
    const read = await backend.log.read(run.threadPk, 0, 10_000);
    expect(read.segments.at(-1)?.lastSeq).toBe(11);
    expect(read.upToDate).toBe(false);
    const units = fetched.mock.results.flatMap(({ value }) =>
      Array.from(value as readonly { body?: string }[], ({ body = '' }) => body.length),
    );
    expect(units.reduce((sum, length) => sum + length, 0)).toBeLessThan(110_000);
    await backend.close();
  });

  it('goes through more segments than it looks at in one go', async () => {
    const { backend } = await openBackend();
    const run = await acquire(backend, 't', 'r');
    for (let seq = 1; seq <= 600; seq += 1) {
      await backend.log.append([rowOf({ ...run, firstSeq: seq }, ['{}'])]);
    }
    const all = await backend.log.read(run.threadPk, 0, Infinity);
    expect(all.segments.flatMap(({ events }) => events)).toHaveLength(600);
    expect(all.upToDate).toBe(true);
    const cut = await backend.log.read(run.threadPk, 88, 512);
    expect(cut.segments.at(-1)?.lastSeq).toBe(344);
    expect(cut.upToDate).toBe(false);
    const end = await backend.log.read(run.threadPk, 344, 512);
    expect(end).toMatchObject({ upToDate: true });
    expect(end.segments.at(-1)?.lastSeq).toBe(600);
    await backend.close();
  });
});
