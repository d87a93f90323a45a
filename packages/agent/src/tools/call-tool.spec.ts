import { createGate, until } from '@flightdeck/testing';
import { z } from 'zod';
import { callTool, type CallToolOptions } from './call-tool.js';
import { defineTool, type ToolDefinition } from './define-tool.js';
import { createFrontendTools } from './frontend-tools.js';
import { createRunState } from './run-state.js';
import type { RunTool } from './run-tool.js';
import { createServerToolCompiler } from './server-tools.js';
import { ToolFailure } from './tool-failure.js';

const CALL = { toolCallId: 'c1', toolName: 'act', input: '{}' };

function optionsWith(changes: Partial<CallToolOptions> = {}): CallToolOptions {
  return {
    context: { threadId: 't', runId: 'r', agentId: 'a', headers: { x: '1' }, forwardedProps: {} },
    state: createRunState({ count: 1 }, () => undefined),
    signal: new AbortController().signal,
    redact: (error) => `redacted ${error instanceof Error ? error.message : 'value'}`,
    ...changes,
  };
}

async function compile(definition: Partial<ToolDefinition>): Promise<RunTool> {
  const [tool] = await createServerToolCompiler()([
    { name: 'act', description: 'Acts', ...definition },
  ]);
  if (tool === undefined) throw new Error('One definition makes one tool');
  return tool;
}

/** Timers that fire when the test says so. */
function manualTimers() {
  const timers = new Map<() => void, number>();
  return {
    timers,
    schedule: (milliseconds: number, callback: () => void) => {
      timers.set(callback, milliseconds);
      return () => void timers.delete(callback);
    },
    fire: () => [...timers.keys()].forEach((callback) => callback()),
  };
}

describe('callTool', () => {
  it('hands over converted arguments and the context of the call', async () => {
    const seen: unknown[] = [];
    const tool = await compile(
      defineTool({
        name: 'act',
        description: 'Acts',
        parameters: z.object({ n: z.number().default(2), s: z.string().transform(Number) }),
        execute(input, context) {
          const { abortSignal, setState, log: _log, interrupt: _ask, ...rest } = context;
          seen.push(input, rest, abortSignal.aborted, typeof setState);
          return 'done';
        },
      }),
    );
    const outcome = await callTool(tool, { ...CALL, input: '{"s":"4"}' }, optionsWith());
    expect(outcome).toEqual({ content: 'done', output: { type: 'text', value: 'done' } });
    expect(seen).toEqual([
      { n: 2, s: 4 },
      {
        threadId: 't',
        runId: 'r',
        agentId: 'a',
        headers: { x: '1' },
        forwardedProps: {},
        toolCallId: 'c1',
        state: { count: 1 },
      },
      false,
      'function',
    ]);
  });

  it('answers a call of a tool that does not exist [agent.tools-failures]', async () => {
    expect(await callTool(undefined, CALL, optionsWith())).toMatchObject({
      content: '{"error":{"code":"unknown_tool","message":"There is no tool named act"}}',
      output: { type: 'error-text' },
      error: { code: 'unknown_tool' },
    });
  });

  it.each([
    ['no JSON', '{"city":', 'Invalid arguments for tool act: they are not JSON'],
    [
      'the wrong JSON',
      '{"city":1}',
      expect.stringMatching(/^Invalid arguments for tool act: city/),
    ],
  ])(
    'does not run a tool with arguments that are %s [agent.tools-failures]',
    async (_case, input, message) => {
      let calls = 0;
      const tool = await compile(
        defineTool({
          name: 'act',
          description: 'Acts',
          parameters: z.object({ city: z.string() }),
          execute: () => (calls += 1),
        }),
      );
      const outcome = await callTool(tool, { ...CALL, input }, optionsWith());
      expect(outcome?.error).toEqual({ code: 'invalid_arguments', message });
      expect(calls).toBe(0);
    },
  );

  it('takes no text at all as no arguments', async () => {
    const tool = await compile({ execute: (input: never) => Object.keys(input).length });
    expect(await callTool(tool, { ...CALL, input: ' ' }, optionsWith())).toMatchObject({
      content: '0',
    });
  });

  it('survives a schema that throws', async () => {
    const tool = await compile({
      parameters: z.object({
        a: z.unknown().refine(() => {
          throw new Error('broken check');
        }),
      }),
      execute: () => 1,
    });
    const outcome = await callTool(tool, { ...CALL, input: '{"a":1}' }, optionsWith());
    expect(outcome?.error?.code).toBe('invalid_arguments');
  });

  it.each([
    ['throws', () => failWith(new Error('no luck')), 'redacted no luck'],
    ['rejects', async () => failWith(new Error('no luck')), 'redacted no luck'],
    ['throws a text', () => failWith('no luck'), 'redacted value'],
    ['throws nothing', () => failWith(undefined), 'redacted value'],
    [
      'throws while it yields',
      async function* yielding() {
        yield 1;
        failWith(new Error('no luck'));
      },
      'redacted no luck',
    ],
  ])(
    'answers where a tool %s, in redacted words [agent.tools-failures]',
    async (_case, execute, message) => {
      const failures: unknown[] = [];
      const outcome = await callTool(
        await compile({ execute }),
        CALL,
        optionsWith({ onToolFailure: (name) => failures.push(name) }),
      );
      expect(outcome).toMatchObject({
        content: JSON.stringify({ error: { code: 'tool_failed', message } }),
        error: { code: 'tool_failed', message },
      });
      expect(failures).toEqual(['act']);
    },
  );

  it('rejects where a failing tool ends the run', async () => {
    const cause = new Error('secret');
    const call = callTool(
      await compile({ execute: () => failWith(cause) }),
      CALL,
      optionsWith({ onToolError: 'abort' }),
    );
    await expect(call).rejects.toThrow(ToolFailure);
    await expect(call).rejects.toMatchObject({
      message: 'Tool "act" failed (tool_failed)',
      code: 'tool_failure',
      cause,
    });
  });

  it.each(['result', 'abort'] as const)(
    'takes an MCP answer that is an error as a failure, where failures mean %s',
    async (onToolError) => {
      const answer = { content: [{ type: 'text', text: 'no such file' }], isError: true };
      const tool: RunTool = { ...(await compile({})), origin: 'mcp', execute: () => answer };
      const running = callTool(tool, CALL, optionsWith({ onToolError }));
      const error = { code: 'tool_failed', message: 'no such file' };
      if (onToolError === 'result') expect((await running)?.error).toEqual(error);
      else await expect(running).rejects.toThrow(ToolFailure);
    },
  );

  it('gives up a tool that never answers, and aborts its signal [agent.tools-failures]', async () => {
    const timers = manualTimers();
    let signal: AbortSignal | undefined;
    const tool = await compile({
      execute: (_input: never, { abortSignal }) => {
        signal = abortSignal;
        return new Promise(() => undefined);
      },
    });
    const running = callTool(tool, CALL, optionsWith({ timeoutMs: 250, ...timers }));
    await until(() => signal !== undefined);
    expect([...timers.timers.values()]).toEqual([250]);
    timers.fire();
    expect((await running)?.error).toEqual({
      code: 'tool_timeout',
      message: 'Tool act did not answer within 250 ms',
    });
    expect(signal?.aborted).toBe(true);
  });

  it('does not mind what a tool does after its time', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const timers = manualTimers();
    const states: unknown[] = [];
    const gate = createGate();
    const late = createGate();
    const tool = await compile({
      execute: async (_input: never, context) => {
        gate.open();
        await late.opened;
        context.setState({ count: 99 });
        throw new Error('much too late');
      },
    });
    const state = createRunState({ count: 1 }, (event) => states.push(event));
    const running = callTool(tool, CALL, optionsWith({ state, ...timers }));
    await gate.opened;
    timers.fire();
    expect((await running)?.error?.code).toBe('tool_timeout');
    late.open();
    // A rejection that nobody handles is reported after the turn in which it came up.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(states).toEqual([]);
  });

  it.each([
    ['its own limit', { timeoutMs: 10 }, 500, [10]],
    ['the limit of the agent', {}, 500, [500]],
    ['a minute', {}, undefined, [60_000]],
    ['no limit', { timeoutMs: 0 }, 500, []],
  ])('gives a tool %s', async (_case, definition, timeoutMs, limits) => {
    const timers = manualTimers();
    const seen: number[] = [];
    const tool = await compile({
      ...definition,
      execute: () => void seen.push(...timers.timers.values()),
    });
    await callTool(tool, CALL, optionsWith({ timeoutMs, ...timers }));
    expect(seen).toEqual(limits);
    expect(timers.timers.size).toBe(0);
  });

  it('answers at once when the run is stopped', async () => {
    const stopping = new AbortController();
    const started = createGate();
    let reason: unknown;
    const tool = await compile({
      execute: (_input: never, { abortSignal }) => {
        started.open();
        abortSignal.addEventListener('abort', () => (reason = abortSignal.reason));
        return new Promise(() => undefined);
      },
    });
    const running = callTool(tool, CALL, optionsWith({ signal: stopping.signal }));
    await started.opened;
    stopping.abort('stopped');
    expect((await running)?.error?.code).toBe('cancelled');
    expect(reason).toBe('stopped');
  });

  it('does not run a tool of a run that was stopped before', async () => {
    let calls = 0;
    const tool = await compile({ execute: () => (calls += 1) });
    const outcome = await callTool(tool, CALL, optionsWith({ signal: AbortSignal.abort() }));
    expect(outcome?.error?.code).toBe('cancelled');
    expect(calls).toBe(0);
  });

  it.each([
    [
      'yields',
      async function* yielding() {
        yield { step: 1 };
        yield 'almost';
        yield 'done';
      },
    ],
    [
      'yields and returns',
      async function* returning() {
        yield { step: 1 };
        yield 'almost';
        return 'done';
      },
    ],
  ])('takes the last of what a tool %s, and tells what came before', async (_case, execute) => {
    const progress: unknown[] = [];
    const outcome = await callTool(
      await compile({ execute }),
      CALL,
      optionsWith({ onProgress: (call, content) => progress.push([call.toolCallId, content]) }),
    );
    expect(outcome?.content).toBe('done');
    expect(progress.slice(0, 2)).toEqual([
      ['c1', '{"step":1}'],
      ['c1', 'almost'],
    ]);
  });

  it('ends a generator that is given up', async () => {
    const timers = manualTimers();
    const waiting = createGate();
    const going = createGate();
    let ended = false;
    const tool = await compile({
      async *execute() {
        try {
          yield 1;
          waiting.open();
          await going.opened;
          yield 2;
        } finally {
          ended = true;
        }
      },
    });
    const running = callTool(tool, CALL, optionsWith(timers));
    await waiting.opened;
    timers.fire();
    await running;
    going.open();
    await until(() => ended);
    expect(ended).toBe(true);
  });

  it('leaves a call with right arguments to the browser or to a person', async () => {
    const [browser] = createFrontendTools([{ name: 'act', parameters: { type: 'object' } }]);
    const person = await compile({ interrupt: true, execute: () => 'never' });
    expect(await callTool(browser, CALL, optionsWith())).toBeNull();
    expect(await callTool(person, CALL, optionsWith())).toBeNull();
    expect(person.interrupt).toEqual({ reason: 'tool_call', message: undefined });
  });

  it('tells the model of wrong arguments for a tool of the browser', async () => {
    const [tool] = createFrontendTools([
      { name: 'act', parameters: { type: 'object', required: ['a'] } },
    ]);
    const outcome = await callTool(tool, CALL, optionsWith());
    expect(outcome?.error?.code).toBe('invalid_arguments');
  });

  it('makes changes of the state seen by the tool itself and by the run', async () => {
    const events: unknown[] = [];
    const state = createRunState({ count: 1 }, (event) => events.push(event));
    const tool = await compile({
      execute: (_input: never, context) => {
        context.setState({ count: 2 });
        return context.state;
      },
    });
    const outcome = await callTool(tool, CALL, optionsWith({ state }));
    expect(outcome?.content).toBe('{"count":2}');
    expect(events).toEqual([{ type: 'STATE_SNAPSHOT', snapshot: { count: 2 } }]);
  });
});

function failWith(reason: unknown): never {
  throw reason;
}
