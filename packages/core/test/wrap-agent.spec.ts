import { describe, expect, it } from '@jest/globals';
import {
  collectRun,
  failingAgent,
  FakeClock,
  jsonOf,
  runBodySaying,
  ScriptedAgent,
  silentAgent,
  SseReader,
  textOf,
} from '@flightdeck/testing';
import { wrapAgent, type ErrorHookContext, type RuntimeAgent } from '../src/index.js';
import { createFaultBench } from './support/fault-bench.js';

describe('wrapAgent', () => {
  it('puts something around the runs of an agent and its clones, and leaves the rest', async () => {
    const inner = new ScriptedAgent(undefined, { description: 'Says hello' });
    const seen: unknown[] = [];
    const agent = wrapAgent(inner, {
      run({ input, drive, emit }) {
        seen.push(input.messages.at(-1)?.content);
        const [message] = input.messages;
        const messages = message === undefined ? [] : [{ ...message, content: 'Changed' }];
        return drive({ ...input, messages }, (event) => emit(event));
      },
    });
    expect(agent).toBeInstanceOf(ScriptedAgent);
    expect(agent.description).toBe('Says hello');
    const { rest } = createFaultBench({ agents: { default: agent } });
    const run = await collectRun(await rest.run('default', runBodySaying('Hi')));
    expect(textOf(run.events)).toBe('Hello');
    expect(seen).toEqual(['Hi']);
    expect(inner.log.lastRun.input.messages.map(({ content }) => content)).toEqual(['Changed']);
  });

  it('hears of stops, with the clone that is stopped', async () => {
    const stopped: (string | undefined)[] = [];
    const aborted: boolean[] = [];
    const agent: RuntimeAgent = wrapAgent(silentAgent(), {
      async run({ input, signal, drive, emit }) {
        await drive(input, emit);
        aborted.push(signal.aborted);
      },
      onAbort: ({ threadId }) => void stopped.push(threadId),
    });
    const { rest } = createFaultBench({ agents: { default: agent } });
    const body = runBodySaying('Hi');
    const reader = new SseReader(await rest.run('default', body));
    await jsonOf(await rest.stop('default', body.threadId));
    await reader.rest();
    expect(stopped).toEqual([body.threadId]);
    expect(aborted).toEqual([true]);
  });

  it('refuses a clone that is no agent', () => {
    const agent = wrapAgent(
      { clone: () => Promise.reject(new Error('late')), runAgent: () => undefined },
      { run: async () => undefined },
    );
    expect(() => agent.clone()).toThrow('clone() did not return an agent');
  });
});

describe('the onError hook', () => {
  it('is told which run has failed, and when its request came', async () => {
    const told: ErrorHookContext[] = [];
    const clock = new FakeClock();
    clock.advance(7);
    const { rest } = createFaultBench(
      { agents: { default: failingAgent() }, clock },
      { onError: (context) => void told.push(context) },
    );
    const { threadId, runId, ...body } = runBodySaying('Hi');
    await collectRun(await rest.run('default', { threadId, runId, ...body }));
    expect(told.map(({ run, startedAt }) => ({ run, startedAt }))).toEqual([
      { run: { threadId, runId }, startedAt: 7 },
    ]);
  });
});
