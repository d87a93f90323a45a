import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray, type Observable } from 'rxjs';
import { createGate, runBodySaying, ScriptedAgent, type Script } from '@flightdeck/testing';
import { InMemoryAgentRunner, type BaseEvent, type RunAgentInput } from '../src/index.js';

const FINISH = [{ type: 'RUN_FINISHED' }];

function request(script: Script | readonly unknown[], overrides: object = {}) {
  const input = { ...runBodySaying('hello', { threadId: 't' }), ...overrides };
  return {
    threadId: 't',
    agent: new ScriptedAgent(script),
    input: input as never as RunAgentInput,
  };
}

async function typesOf(events: Observable<BaseEvent>): Promise<string[]> {
  return (await lastValueFrom(events.pipe(toArray()))).map(({ type }) => type);
}

/** A run that waits, and what lets it go on. */
function waiting() {
  const gate = createGate();
  async function* script() {
    await gate.opened;
    yield* FINISH;
  }
  return { gate, script };
}

describe('InMemoryAgentRunner', () => {
  it('runs whether or not anybody subscribes, and tells late subscribers everything', async () => {
    const runner = new InMemoryAgentRunner();
    const { gate, script } = waiting();
    const { agent, ...rest } = request(script);
    const events = runner.run({ agent, ...rest });
    const first = typesOf(events);
    gate.open();
    expect(await first).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
    expect(await typesOf(events)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
    expect(agent.log.runs).toHaveLength(1);
  });

  it('throws at once for a busy thread', async () => {
    const runner = new InMemoryAgentRunner();
    const { gate, script } = waiting();
    const events = runner.run(request(script));
    expect(() => runner.run(request(FINISH))).toThrow('Thread already running');
    gate.open();
    await typesOf(events);
  });

  it('lets the next run start as soon as the one before completes', async () => {
    const runner = new InMemoryAgentRunner();
    const next = new Promise<string[]>((resolve, reject) => {
      runner.run(request(FINISH)).subscribe({
        complete() {
          try {
            resolve(typesOf(runner.run(request(FINISH))));
          } catch (error) {
            reject(error);
          }
        },
      });
    });
    expect(await next).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('goes on when its subscriber leaves', async () => {
    const runner = new InMemoryAgentRunner();
    const { gate, script } = waiting();
    const events = runner.run(request(script));
    events.subscribe().unsubscribe();
    expect(await runner.isRunning({ threadId: 't' })).toBe(true);
    gate.open();
    expect(await typesOf(events)).toContain('RUN_FINISHED');
  });

  it('takes the inputs of AG-UI 1.0, in which most fields are optional', async () => {
    const runner = new InMemoryAgentRunner();
    const bare = { messages: undefined, tools: undefined, context: undefined };
    expect(await typesOf(runner.run(request(FINISH, bare)))).toEqual([
      'RUN_STARTED',
      'RUN_FINISHED',
    ]);
  });
});
