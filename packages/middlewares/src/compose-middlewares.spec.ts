import { describe, expect, it } from '@jest/globals';
import { runContext, runInput } from '../test/support/script.js';
import { composeMiddlewares, isRunAnswer } from './compose-middlewares.js';
import type { AguiEvent, RunInput, RunMiddleware, RunTransform } from './run-middleware.js';

const EVENT: AguiEvent = { type: 'CUSTOM', trail: '' };

function marked(event: AguiEvent, name: string): AguiEvent {
  return { ...event, trail: `${String(event.trail)}${name}` };
}

/** Leaves its name in the input and on every event, and says one event more at the end. */
function leavingTraces(name: string, endsLater = false): RunMiddleware {
  return {
    name,
    begin: (input) => ({
      input: traced(input, name),
      push: (event) => [marked(event, name)],
      end: () => {
        const last = [{ type: 'CUSTOM', trail: `end-${name}` }];
        return endsLater ? later(last) : last;
      },
      abandon: () => [{ type: 'CUSTOM', trail: `left-${name}` }],
    }),
  };
}

function traced(input: RunInput, name: string): RunInput {
  return { ...input, forwardedProps: `${String(input.forwardedProps)}${name}` };
}

async function* later(events: readonly AguiEvent[]): AsyncGenerator<AguiEvent> {
  for (const event of events) {
    await Promise.resolve();
    yield event;
  }
}

function answering(name: string): RunMiddleware {
  return {
    name,
    begin: (input) => ({
      answer: () => later([{ ...EVENT, trail: `${String(input.forwardedProps)}:` }]),
    }),
  };
}

const absent: RunMiddleware = { name: 'absent', begin: () => null };

async function begin(...middlewares: readonly RunMiddleware[]) {
  return composeMiddlewares(middlewares).begin(runInput({ forwardedProps: '' }), runContext());
}

async function transformOf(...middlewares: readonly RunMiddleware[]): Promise<RunTransform> {
  const begun = await begin(...middlewares);
  if (begun === null || isRunAnswer(begun)) throw new Error('Not a transform');
  return begun;
}

async function trails(events: Iterable<AguiEvent> | AsyncIterable<AguiEvent>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const event of events) all.push(event.trail);
  return all;
}

describe('composeMiddlewares', () => {
  it('takes the input from the first to the last, and events from the last to the first', async () => {
    const transform = await transformOf(leavingTraces('a'), absent, leavingTraces('b'));
    expect(transform.input.forwardedProps).toBe('ab');
    expect(transform.push(EVENT).map(({ trail }) => trail)).toEqual(['ba']);
  });

  it('sends what inner ones say at the end through the outer ones, before these end', async () => {
    for (const endsLater of [false, true]) {
      const transform = await transformOf(
        leavingTraces('a'),
        leavingTraces('b', endsLater),
        leavingTraces('c'),
      );
      expect(await trails(transform.end())).toEqual(['end-cba', 'end-ba', 'end-a']);
    }
  });

  it('sends what inner ones leave of a run that is cut short through the outer ones', async () => {
    const silent: RunMiddleware = {
      name: 'silent',
      begin: (input) => ({ input, push: (event) => [event], end: () => [] }),
    };
    const transform = await transformOf(leavingTraces('a'), silent, leavingTraces('b'));
    expect(await trails(transform.abandon?.() ?? [])).toEqual(['left-ba', 'left-a']);
  });

  it('sends every event that an inner one makes of one through the outer ones', async () => {
    const doubling: RunMiddleware = {
      name: 'doubling',
      begin: (input) => ({
        input,
        push: (event) => [marked(event, '1'), marked(event, '2')],
        end: () => [],
      }),
    };
    const transform = await transformOf(leavingTraces('a'), doubling, doubling);
    expect(transform.push(EVENT).map(({ trail }) => trail)).toEqual(['11a', '12a', '21a', '22a']);
  });

  it('lets one answer, whose events and end pass through those before it', async () => {
    const begun = await begin(leavingTraces('a'), leavingTraces('b'), answering('x'), {
      name: 'never begun',
      begin: () => {
        throw new Error('begun behind an answer');
      },
    });
    if (begun === null || !isRunAnswer(begun)) throw new Error('Not an answer');
    expect(await trails(begun.answer())).toEqual(['ab:ba', 'end-ba', 'end-a']);
  });

  it('has nothing to do with a run that none of them has to do with', async () => {
    expect(await begin(absent, absent)).toBeNull();
    expect(await begin()).toBeNull();
  });

  it('waits for middlewares that begin later', async () => {
    const slow: RunMiddleware = {
      name: 'slow',
      begin: async (input, context) => {
        await Promise.resolve();
        return leavingTraces('s').begin(input, context);
      },
    };
    expect((await transformOf(slow, leavingTraces('b'))).input.forwardedProps).toBe('sb');
  });

  it('is not changed by changes of the list', async () => {
    const list = [leavingTraces('a')];
    const composed = composeMiddlewares(list);
    list.push(leavingTraces('b'));
    const begun = await composed.begin(runInput({ forwardedProps: '' }), runContext());
    expect(begun !== null && !isRunAnswer(begun) && begun.input.forwardedProps).toBe('a');
    expect(composed.name).toBe('a');
  });
});
