import { describe, expect, it } from '@jest/globals';
import { Observable, Subject } from 'rxjs';
import { FINISHED, runInput, STARTED } from '../test/support/script.js';
import { asAguiMiddleware } from './as-agui-middleware.js';
import type { AguiEvent, RunContext, RunMiddleware, RunTransform } from './run-middleware.js';

const EVENT: AguiEvent = { type: 'CUSTOM', name: 'a', value: 1 };

/** What a subscriber heard, and its subscription. */
interface Heard {
  readonly said: string[];
  readonly settled: Promise<void>;
  unsubscribe(): void;
}

function listen(events: Observable<AguiEvent>): Heard {
  const said: string[] = [];
  let settle = (): void => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const subscription = events.subscribe({
    next: ({ type }) => said.push(type),
    error: (error: Error) => {
      said.push(`error: ${error.message}`);
      settle();
    },
    complete: () => {
      said.push('complete');
      settle();
    },
  });
  return { said, settled, unsubscribe: () => subscription.unsubscribe() };
}

function middleware(begin: RunMiddleware['begin']): RunMiddleware {
  return { name: 'tested', begin };
}

function passing(more: Partial<RunTransform> = {}): RunTransform {
  return { input: runInput(), push: (event) => [event], end: () => [], ...more };
}

/** An agent whose events the test gives. */
function agent() {
  const events = new Subject<AguiEvent>();
  let started = (): void => {};
  const running = new Promise<void>((resolve) => {
    started = resolve;
  });
  const run = (): Observable<AguiEvent> => {
    // Once the middleware has subscribed.
    void Promise.resolve().then(started);
    return events;
  };
  return { events, running, next: { run } };
}

function use(tested: RunMiddleware, next: { run(): Observable<AguiEvent> }): Heard {
  return listen(asAguiMiddleware(tested, Observable)(runInput(), next));
}

describe('asAguiMiddleware', () => {
  it('gives the agent what the middleware makes of the input, and the client what it makes of events', async () => {
    const input = runInput({ forwardedProps: 'changed' });
    const inputs: unknown[] = [];
    const transform = passing({ input, push: (event) => [event, EVENT], end: () => [FINISHED] });
    const { said, settled } = use(
      middleware(() => transform),
      {
        run: (...given: unknown[]) => {
          inputs.push(...given);
          return new Observable<AguiEvent>((subscriber) => {
            subscriber.next(STARTED);
            subscriber.complete();
          });
        },
      },
    );
    await settled;
    expect(inputs).toEqual([input]);
    expect(said).toEqual(['RUN_STARTED', 'CUSTOM', 'RUN_FINISHED', 'complete']);
  });

  it('passes events on at once', async () => {
    const { events, running, next } = agent();
    const { said } = use(
      middleware(() => passing()),
      next,
    );
    await running;
    events.next(STARTED);
    expect(said).toEqual(['RUN_STARTED']);
  });

  it('leaves a run alone that the middleware has nothing to do with', async () => {
    const { events, running, next } = agent();
    const { said } = use(
      middleware(() => null),
      next,
    );
    await running;
    events.next(EVENT);
    events.error(new Error('broken'));
    expect(said).toEqual(['CUSTOM', 'error: broken']);
  });

  it('answers in place of the agent', async () => {
    const answer = async function* (): AsyncGenerator<AguiEvent> {
      yield STARTED;
      await Promise.resolve();
      yield FINISHED;
    };
    const { said, settled } = use(
      middleware(() => ({ answer })),
      {
        run: () => {
          throw new Error('The agent ran');
        },
      },
    );
    await settled;
    expect(said).toEqual(['RUN_STARTED', 'RUN_FINISHED', 'complete']);
  });

  it('says what the middleware leaves of a run whose agent fails, before the error', async () => {
    const { events, running, next } = agent();
    const { said } = use(
      middleware(() => passing({ abandon: () => [EVENT] })),
      next,
    );
    await running;
    events.error(new Error('broken'));
    expect(said).toEqual(['CUSTOM', 'error: broken']);
  });

  it.each<[string, RunMiddleware['begin'], () => Observable<AguiEvent>]>([
    [
      'a middleware that cannot begin',
      () => Promise.reject(new Error('broken')),
      () => new Subject(),
    ],
    [
      'an agent that cannot begin',
      () => passing(),
      () => {
        throw new Error('broken');
      },
    ],
    [
      'a middleware that cannot take an event',
      () => passing({ push: () => failing() }),
      () => new Observable((subscriber) => subscriber.next(STARTED)),
    ],
    [
      'an end that fails',
      () => passing({ end: () => failing() }),
      () => new Observable((subscriber) => subscriber.complete()),
    ],
  ])('reports %s', async (_, begin, run) => {
    const { said, settled } = use(middleware(begin), { run });
    await settled;
    expect(said).toEqual(['error: broken']);
  });

  it('aborts the middleware and leaves the agent when its client leaves', async () => {
    const { events, running, next } = agent();
    let context: RunContext | undefined;
    const { said, unsubscribe } = use(
      middleware((_, given) => {
        context = given;
        return passing();
      }),
      next,
    );
    await running;
    expect(events.observed).toBe(true);
    unsubscribe();
    expect([context?.signal.aborted, events.observed]).toEqual([true, false]);
    events.next(STARTED);
    expect(said).toEqual([]);
  });

  it('never starts an agent whose client left while the middleware was beginning', async () => {
    let begin: (transform: RunTransform) => void = () => {};
    const begun = new Promise<RunTransform>((resolve) => {
      begin = resolve;
    });
    let ran = false;
    const { unsubscribe } = use(
      middleware(() => begun),
      {
        run: () => {
          ran = true;
          return new Subject();
        },
      },
    );
    unsubscribe();
    begin(passing());
    await begun;
    await Promise.resolve();
    expect(ran).toBe(false);
  });

  it('tells the middleware for which agent it works', async () => {
    const contexts: RunContext[] = [];
    const tested = middleware((_, context) => {
      contexts.push(context);
      return null;
    });
    const run = () => new Observable<AguiEvent>((subscriber) => subscriber.complete());
    const headers = { 'x-tenant': 'a' };
    await listen(asAguiMiddleware(tested, Observable)(runInput(), { run })).settled;
    const options = { agentId: 'helper', headers };
    await listen(asAguiMiddleware(tested, Observable, options)(runInput(), { run })).settled;
    expect(contexts.map(({ agentId, headers: given }) => [agentId, given])).toEqual([
      ['default', {}],
      ['helper', headers],
    ]);
  });
});

function failing(): never {
  throw new Error('broken');
}
