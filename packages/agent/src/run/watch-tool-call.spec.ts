import { describe, expect, it } from '@jest/globals';

import { createRecordingLogger } from '../../test/support/recording-logger.js';
import type { ToolCallReport } from '../options/agent-options.js';
import { resolveAgentOptions } from '../options/resolve-agent-options.js';
import type { RunTool } from '../tools/run-tool.js';
import { RunHooks } from './run-hooks.js';
import { watchToolCall } from './watch-tool-call.js';

const call = { toolCallId: 'c', toolName: 'find', input: '{}' };
const tool: RunTool = {
  name: 'find',
  origin: 'mcp',
  inputSchema: {},
  parse: (value) => ({ ok: true, value }),
};

function subject(of: RunTool | undefined) {
  const reports: ToolCallReport[] = [];
  const logger = createRecordingLogger();
  const options = resolveAgentOptions({
    model: 'openai/gpt-4o',
    logger,
    onToolCall: (report) => reports.push(report),
  });
  const times = [1000, 1250];
  const request = {
    input: { threadId: 't', runId: 'r' },
    agentId: undefined,
    headers: {},
    user: undefined,
    signal: new AbortController().signal,
    emit: () => {},
  };
  const scope = { request, options, hooks: new RunHooks(options), trace: undefined };
  const watch = watchToolCall(scope, call, of, () => times.shift() ?? 0);
  return { reports, watch };
}

const outcome = { content: 'ok', output: { type: 'text', value: 'ok' } } as const;

describe('watchToolCall', () => {
  it('tells where a tool is from and how long it took [agent.hooks]', () => {
    const { reports, watch } = subject(tool);
    expect(watch?.run(() => 7)).toBe(7);
    watch?.end(outcome);
    expect(reports).toEqual([
      {
        threadId: 't',
        runId: 'r',
        toolCallId: 'c',
        toolName: 'find',
        origin: 'mcp',
        durationMs: 250,
      },
    ]);
  });

  it('tells why a call has failed, and no origin of a tool that does not exist', () => {
    const { reports, watch } = subject(undefined);
    watch?.end(null, 'unknown_tool');
    expect(reports).toMatchObject([{ toolName: 'find', error: 'unknown_tool' }]);
    expect(reports[0]).not.toHaveProperty('origin');
  });

  it('tells nothing of calls that others answer', () => {
    const { reports, watch } = subject(tool);
    watch?.end(null);
    expect(reports).toEqual([]);
  });
});
