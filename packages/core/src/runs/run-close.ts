import type { BaseEvent, RunClose } from '@flightdeck/store';

/** How the store is to remember the end of a run, by its terminal event. */
export function runClose(terminal: BaseEvent | null, stopped: boolean): RunClose {
  if (terminal?.type !== 'RUN_ERROR') return { status: stopped ? 'stopped' : 'succeeded' };
  const { code, message } = terminal;
  return {
    status: 'failed',
    errorMessage: typeof message === 'string' ? message : '',
    ...(typeof code === 'string' ? { errorCode: code } : {}),
  };
}
