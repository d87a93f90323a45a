import { createRecordingLogger } from '../../test/support/recording-logger.js';
import { createToolLog } from './tool-log.js';

const CALL = { toolCallId: 'c1', toolName: 'act' };

describe('the log of a tool', () => {
  it('names tool and call in each line [agent.tools-context]', () => {
    const logger = createRecordingLogger();
    const log = createToolLog(logger, CALL);
    log.debug('looks');
    log.warn('waits', { seconds: 2 });
    log.error('fails', 'a text');
    expect(logger.lines).toEqual([
      { level: 'debug', message: '[act] looks', details: CALL },
      { level: 'warn', message: '[act] waits', details: { seconds: 2, ...CALL } },
      { level: 'error', message: '[act] fails', details: { details: 'a text', ...CALL } },
    ]);
  });

  it('fails no tool', () => {
    const fail = (): never => {
      throw new Error('full');
    };
    expect(() =>
      createToolLog({ debug: fail, warn: fail, error: fail }, CALL).warn('x'),
    ).not.toThrow();
    expect(() => createToolLog(undefined, CALL).warn('x')).not.toThrow();
  });
});
