import { acquire, openBackend, rowOf } from './support/open-backend.js';

const FULL = 2;
const NORMAL = 1;

describe('what a power cut must not take', () => {
  it('is the first and the last event of a run, and no other one waits for the disk', async () => {
    const { backend, session } = await openBackend();
    const level = (): unknown => session.get('PRAGMA synchronous')?.['synchronous'];
    const run = await acquire(backend, 't', 'r');
    const other = await acquire(backend, 'u', 'r');
    const levels: unknown[] = [];
    for (const rows of [
      [rowOf(run, ['1'])],
      [rowOf({ ...run, firstSeq: 2 }, ['2'])],
      [rowOf({ ...run, firstSeq: 3 }, ['3'])],
      [rowOf({ ...run, firstSeq: 4 }, ['4']), rowOf(other, ['1'])],
      [rowOf({ ...run, firstSeq: 5 }, ['5']), rowOf({ ...other, firstSeq: 2 }, ['2'])],
      [rowOf({ ...run, firstSeq: 6 }, ['6'], { status: 'succeeded' })],
    ]) {
      await backend.log.append(rows);
      levels.push(level());
    }
    expect(levels).toEqual([FULL, NORMAL, NORMAL, FULL, NORMAL, FULL]);
    await backend.close();
  });
});
