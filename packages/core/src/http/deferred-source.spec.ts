import { describe, expect, it, jest } from '@jest/globals';
import { deferredSource, singleFrame } from './deferred-source.js';
import type { FrameSource } from './reply.js';

describe('a stream whose source is still being prepared', () => {
  it('is the stream of the source once that is ready', async () => {
    const source = deferredSource(Promise.resolve(singleFrame('a')));
    expect([await source.pull(), await source.pull()]).toEqual(['a', null]);
  });

  it('ends when it is closed, and closes the source that comes later', async () => {
    let closed = 0;
    let arrive: (source: FrameSource) => void = () => undefined;
    const arriving = new Promise<FrameSource>((resolve) => {
      arrive = resolve;
    });
    const source = deferredSource(arriving);
    const pulled = source.pull();
    source.close();
    expect(await pulled).toBeNull();
    arrive({ pull: async () => 'late', close: () => void (closed += 1) });
    await arriving;
    expect(closed).toBe(1);
    expect(await source.pull()).toBeNull();
  });

  it('leaves nothing behind with each piece that is pulled', async () => {
    const ready: Promise<FrameSource> = Promise.resolve({ pull: async () => 'a', close() {} });
    const then = jest.spyOn(ready, 'then');
    const source = deferredSource(ready);
    await source.pull();
    then.mockClear();
    for (let pulls = 0; pulls < 10; pulls += 1) await source.pull();
    expect(then).not.toHaveBeenCalled();
  });
});
