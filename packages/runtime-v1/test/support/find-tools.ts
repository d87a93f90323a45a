import type { ToolDefinition } from '@flightdeck/agent';
import type { V1Request } from '../../src/run/v1-request.js';
import { createToolSources } from '../../src/tools/create-tool-sources.js';
import { createConnections } from '../../src/tools/shared-connections.js';
import type { ToolParams } from '../../src/tools/tool-params.js';
import type { ToolSeams } from '../../src/tools/tool-seams.js';
import { recordingLogger } from './recording-logger.js';

export const REQUEST: V1Request = {
  request: new Request('http://v1.test/api'),
  properties: { user: 'ada' },
  url: 'http://page.test/chat',
  run: { agentId: 'default', threadId: 't', runId: 'r' },
};

/** The tools that options bring, without an agent, connections of its own, and pauses that take no time. */
export function toolFinder(params: ToolParams, seams: ToolSeams = {}) {
  const { logger, lines } = recordingLogger();
  const errors: unknown[] = [];
  const pauses: number[] = [];
  const sources = createToolSources({ logger, ...params }, (error) => errors.push(error), {
    connections: createConnections(),
    pause: async (milliseconds) => void pauses.push(milliseconds),
    ...seams,
  });
  const find = async (signal = new AbortController().signal) => {
    const context = {
      threadId: 't',
      runId: 'r',
      agentId: 'default',
      headers: {},
      forwardedProps: {},
      frontendTools: [],
      signal,
    };
    const found: ToolDefinition[] = [];
    for (const source of sources.sourcesFor(REQUEST)) {
      // oxlint-disable-next-line no-await-in-loop -- in their order
      if (typeof source === 'function') found.push(...(await source(context)));
      else found.push(source);
    }
    return found;
  };
  return { find, lines, errors, pauses, close: () => sources.close() };
}

/** Calls a tool as a run does. */
export async function callTool(
  tool: ToolDefinition | undefined,
  args: unknown,
  abortSignal = new AbortController().signal,
): Promise<unknown> {
  if (tool?.execute === undefined) throw new Error('There is no such tool');
  // All that executors of actions look at.
  const context = { abortSignal } as never;
  return tool.execute(args as never, context);
}
