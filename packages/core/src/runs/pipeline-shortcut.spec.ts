import { describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/store';
import { take } from 'rxjs';
import { Observable } from '../internal/observable.js';
import { PipelineShortcut, type EventfulAgent } from './pipeline-shortcut.js';

const START = { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
const END = { type: 'TEXT_MESSAGE_END', messageId: 'm' };
const RUN = { type: 'RUN_STARTED', threadId: 't', runId: 'r' };
const STATE = { type: 'STATE_DELTA', delta: [] };
const DELTA = { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'x' };

/** A run of which the test says what the agent emits, and sees where it goes. */
function runOf({ middlewares = [] }: { middlewares?: readonly unknown[] } = {}) {
  const direct: BaseEvent[] = [];
  const piped: unknown[] = [];
  let emit: (event: unknown) => void = () => undefined;
  let isLeft = false;
  const agent: EventfulAgent & { run: () => Observable<unknown> } = {
    middlewares,
    run: () =>
      new Observable<unknown>((observer) => {
        emit = (event) => observer.next(event);
        return () => {
          isLeft = true;
        };
      }),
  };
  const shortcut = PipelineShortcut.around(agent, (event) => void direct.push(event));
  const subscribe = () => agent.run().subscribe((event) => void piped.push(event));
  const subscription = subscribe();
  return {
    direct,
    piped,
    shortcut,
    subscription,
    subscribe,
    emit: (event: unknown) => emit(event),
    /** The event enters the pipeline, and leaves it at once. */
    pass(event: BaseEvent) {
      emit(event);
      shortcut?.onPassed(event);
    },
    isLeft: () => isLeft,
  };
}

describe('the shortcut around the pipeline', () => {
  it('is taken by deltas of an item that has begun', () => {
    const run = runOf();
    run.pass(START);
    run.emit(DELTA);
    run.emit(DELTA);
    run.pass(END);
    expect(run.direct).toEqual([DELTA, DELTA]);
    expect(run.piped).toEqual([START, END]);
  });

  it('is taken by changes of state, and by what an agent has made up, while the run is under way', () => {
    const run = runOf();
    const custom = { type: 'CUSTOM', name: 'n', value: 1 };
    run.emit(STATE);
    run.shortcut?.onPassed(STATE);
    run.pass(RUN);
    run.emit(STATE);
    run.emit(custom);
    run.pass({ type: 'RUN_FINISHED' });
    run.emit(custom);
    expect(run.direct).toEqual([STATE, custom]);
    expect(run.piped).toEqual([STATE, RUN, { type: 'RUN_FINISHED' }, custom]);
  });

  it.each([
    ['before the item begins', [], DELTA],
    ['after its end', [START, END], DELTA],
    ['after the end of the run', [START, { type: 'RUN_ERROR', message: 'm' }], DELTA],
    ['of another item', [START], { ...DELTA, messageId: 'other' }],
    ['of another kind', [START], { type: 'TOOL_CALL_ARGS', toolCallId: 'm', delta: 'x' }],
    ['with more to tell', [START], { ...DELTA, rawEvent: {} }],
    ['without text', [START], { ...DELTA, delta: '' }],
    ['while chunks may be put together', [{ type: 'TEXT_MESSAGE_CHUNK' }, START], DELTA],
  ])('is not taken by deltas %s', (_when, before, delta) => {
    const run = runOf();
    for (const event of before) run.pass(event);
    run.emit(delta);
    expect(run.direct).toEqual([]);
    expect(run.piped).toEqual([...before, delta]);
  });

  it.each(['constructor', 'toString', 'NO_SUCH_EVENT'])(
    'is not taken by events of the type %s',
    (type) => {
      const run = runOf();
      run.pass(RUN);
      run.emit({ type });
      expect(run.direct).toEqual([]);
    },
  );

  it('overtakes nothing that is still in the pipeline', () => {
    const run = runOf();
    run.pass(START);
    run.emit({ type: 'STEP_STARTED', stepName: 's' });
    run.emit(DELTA);
    expect(run.direct).toEqual([]);
    expect(run.piped).toHaveLength(3);
  });

  it('is closed once the pipeline makes more of an event than one', () => {
    const run = runOf();
    run.pass(START);
    run.shortcut?.onPassed(START);
    run.emit(DELTA);
    expect(run.direct).toEqual([]);
  });

  it('is closed when the agent runs a second time', () => {
    const run = runOf();
    run.subscribe();
    run.pass(START);
    run.emit(DELTA);
    expect(run.direct).toEqual([]);
  });

  it('leaves to the pipeline what cannot be read', () => {
    const run = runOf();
    const hostile = new Proxy(DELTA, {
      get() {
        throw new Error('Hands off');
      },
    });
    run.emit(hostile);
    run.emit(null);
    expect(run.piped.map((event) => event === hostile)).toEqual([true, false]);
  });

  it('ends when the pipeline lets go of the agent', () => {
    const run = runOf();
    run.pass(START);
    run.subscription.unsubscribe();
    run.emit(DELTA);
    expect(run.direct).toEqual([]);
    expect(run.isLeft()).toBe(true);
  });

  it('is not built where a middleware sees every event', () => {
    expect(runOf({ middlewares: [() => undefined] }).shortcut).toBeNull();
  });

  it('is not taken once the agent has got a middleware, though as late as for its run', () => {
    const middlewares: unknown[] = [];
    const late = new Observable<unknown>();
    const agent = { middlewares, run: () => late };
    PipelineShortcut.around(agent, () => undefined);
    middlewares.push(() => undefined);
    expect(agent.run()).toBe(late);
  });

  it('is not built around a run that cannot be replaced', () => {
    const agent = Object.freeze({ middlewares: [], run: () => new Observable() });
    expect(PipelineShortcut.around(agent, () => undefined)).toBeNull();
  });

  it('stays closed once a subagent speaks, whose words have rules of their own', () => {
    const run = runOf();
    run.pass(RUN);
    run.emit({ ...STATE, subagentRunId: 's' });
    expect(run.direct).toEqual([]);
    run.shortcut?.onPassed({ ...STATE, subagentRunId: 's' });
    run.pass(START);
    run.emit(DELTA);
    expect(run.direct).toEqual([]);
  });

  it('tells a source that nobody listens any more', () => {
    let emitted = 0;
    const endless = new Observable<unknown>((subscriber) => {
      while (!subscriber.closed && emitted < 10_000) {
        emitted += 1;
        subscriber.next({ type: 'CUSTOM', name: 'n' });
      }
    });
    const agent = { middlewares: [], run: () => endless };
    PipelineShortcut.around(agent, () => undefined);
    agent.run().pipe(take(3)).subscribe();
    expect(emitted).toBe(3);
  });
});
