import { createGate, until, type Gate } from '@flightdeck/testing';
import type { ToolCall } from './call-tool.js';
import { createRunState } from './run-state.js';
import type { RunTool } from './run-tool.js';
import { runToolCalls, type RunToolCallsOptions } from './run-tool-calls.js';
import { ToolFailure } from './tool-failure.js';
import { createToolSet } from './tool-set.js';

const CALLS: readonly ToolCall[] = ['a', 'b', 'c', 'd'].map((id) => ({
  toolCallId: id,
  toolName: 'wait',
  input: '{}',
}));

/** A tool whose calls wait at gates of their own. */
function gatedTool() {
  const gates = new Map<string, Gate>();
  const started: string[] = [];
  const tool: RunTool = {
    name: 'wait',
    origin: 'server',
    inputSchema: { type: 'object' },
    parse: (value) => ({ ok: true, value }),
    async execute(_input, { toolCallId }) {
      const gate = createGate();
      gates.set(toolCallId, gate);
      started.push(toolCallId);
      await gate.opened;
      return toolCallId;
    },
  };
  const open = async (id: string): Promise<void> => {
    await until(() => gates.has(id), `the call ${id}`);
    gates.get(id)?.open();
  };
  return { tool, started, open };
}

function optionsFor(
  tool: RunTool,
  changes: Partial<RunToolCallsOptions> = {},
): RunToolCallsOptions {
  return {
    tools: createToolSet({ server: [tool] }),
    context: { threadId: 't', runId: 'r', agentId: 'a', headers: {}, forwardedProps: {} },
    state: createRunState({}, () => undefined),
    signal: new AbortController().signal,
    redact: () => 'redacted',
    ...changes,
  };
}

describe('runToolCalls', () => {
  it('runs no more calls at once than it may', async () => {
    const { tool, started, open } = gatedTool();
    const running = runToolCalls(CALLS, optionsFor(tool, { parallelToolCalls: 2 }));
    await until(() => started.length === 2);
    expect(started).toEqual(['a', 'b']);
    await open('b');
    await until(() => started.length === 3);
    expect(started).toEqual(['a', 'b', 'c']);
    for (const id of ['a', 'c', 'd']) await open(id);
    expect((await running).map((outcome) => outcome?.content)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('tells outcomes as they come and returns them in the order of the calls', async () => {
    const { tool, open } = gatedTool();
    const told: string[] = [];
    const running = runToolCalls(
      CALLS,
      optionsFor(tool, { onOutcome: ({ toolCallId }) => told.push(toolCallId) }),
    );
    for (const id of ['c', 'a', 'd', 'b']) {
      await open(id);
      await until(() => told.includes(id));
    }
    expect((await running).map((outcome) => outcome?.content)).toEqual(['a', 'b', 'c', 'd']);
    expect(told).toEqual(['c', 'a', 'd', 'b']);
  });

  it('cancels what runs and what waits when the run is stopped', async () => {
    const { tool, started } = gatedTool();
    const stopping = new AbortController();
    const running = runToolCalls(
      CALLS,
      optionsFor(tool, { parallelToolCalls: 1, signal: stopping.signal }),
    );
    await until(() => started.length === 1);
    stopping.abort();
    expect((await running).map((outcome) => outcome?.error?.code)).toEqual(
      CALLS.map(() => 'cancelled'),
    );
    expect(started).toEqual(['a']);
  });

  it('ends all calls with the first failure where a failing tool ends the run', async () => {
    const { tool, started } = gatedTool();
    const told: unknown[] = [];
    const failing: RunTool = {
      ...tool,
      execute(input, context) {
        if (context.toolCallId === 'b') throw new Error('no luck');
        return tool.execute?.(input, context);
      },
    };
    const running = runToolCalls(
      CALLS,
      optionsFor(failing, {
        parallelToolCalls: 2,
        onToolError: 'abort',
        onOutcome: (call) => told.push(call),
      }),
    );
    await expect(running).rejects.toThrow(ToolFailure);
    expect(started).toEqual(['a']);
    expect(told).toEqual([]);
  });

  it('returns nothing for no calls', async () => {
    expect(await runToolCalls([], optionsFor(gatedTool().tool))).toEqual([]);
  });
});
