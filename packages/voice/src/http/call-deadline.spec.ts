import { describe, expect, it } from '@jest/globals';
import { withCallDeadline } from './call-deadline.js';

const never = (): Promise<never> => new Promise(() => undefined);
const options = { provider: 'P', timeoutMs: 60_000 };

describe('withCallDeadline', () => {
  it('resolves with the outcome and leaves no listener behind', async () => {
    let listeners = 0;
    const { signal } = new AbortController();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    expect(await withCallDeadline({ ...options, signal }, async () => 'done')).toBe('done');
    expect(listeners).toBe(0);
  });

  it('does not even begin for a caller that has left', async () => {
    let calls = 0;
    const work = async (): Promise<void> => {
      calls += 1;
    };
    const attempt = withCallDeadline({ ...options, signal: AbortSignal.abort() }, work);
    await expect(attempt).rejects.toMatchObject({ code: 'ABORT_ERR' });
    expect(calls).toBe(0);
  });

  it('ends work that does not care for its signal', async () => {
    const leaving = new AbortController();
    let given: AbortSignal | undefined;
    const attempt = withCallDeadline({ ...options, signal: leaving.signal }, (signal) => {
      given = signal;
      return never();
    });
    leaving.abort('secret');
    await expect(attempt).rejects.toMatchObject({ message: 'The call of P was given up' });
    expect(given?.aborted).toBe(true);
  });

  it('ends work when the time is up', async () => {
    const attempt = withCallDeadline({ ...options, timeoutMs: 1 }, never);
    await expect(attempt).rejects.toMatchObject({
      code: 'ETIMEDOUT',
      message: 'P did not answer within 1 ms',
    });
  });

  it('takes work that throws at once for a failed call', async () => {
    const attempt = withCallDeadline(options, () => {
      throw new Error('secret');
    });
    await expect(attempt).rejects.toMatchObject({ message: 'The call of P failed (Error)' });
  });
});
