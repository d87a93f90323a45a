import { describe, expect, it } from '@jest/globals';

import { createRecordingLogger } from '../../test/support/recording-logger.js';
import { until } from '../../test/support/until.js';
import { RunHooks } from './run-hooks.js';

// As applications write it, though a hook is typed to return nothing.
const failsLater = (): void => Promise.reject(new Error('later')) as unknown as undefined;
const finished = { threadId: 't', runId: 'r', outcome: 'success', steps: 0, usage: [] } as const;

describe('RunHooks', () => {
  it('logs what a hook throws, the first time only, and not in its words [agent.hooks]', () => {
    const logger = createRecordingLogger();
    const hooks = new RunHooks({
      logger,
      onEvent() {
        throw new TypeError('private');
      },
    });
    hooks.event({ type: 'RAW' });
    hooks.event({ type: 'RAW' });
    expect(logger.lines).toEqual([
      { level: 'error', message: 'onEvent failed', details: { error: 'TypeError' } },
    ]);
  });

  it('logs what a hook rejects with', async () => {
    const logger = createRecordingLogger();
    const hooks = new RunHooks({ logger, onFinish: failsLater });
    hooks.finish(finished);
    await until(() => logger.lines.length > 0);
    expect(logger.lines).toMatchObject([{ message: 'onFinish failed' }]);
  });

  it('tells one end [agent.hooks]', () => {
    const ends: unknown[] = [];
    const hooks = new RunHooks({
      logger: createRecordingLogger(),
      onFinish: (end) => ends.push(end),
    });
    hooks.finish(finished);
    hooks.finish({ ...finished, outcome: 'error' });
    expect(ends).toEqual([finished]);
  });
});
