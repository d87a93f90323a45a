import type { ToolCall } from '../tools/call-tool.js';
import type { RunTool } from '../tools/run-tool.js';
import type { ToolCallWatch } from '../tools/tool-call-watch.js';
import type { RunScope } from './run-scope.js';

type Watched = Pick<RunScope, 'request' | 'options' | 'hooks'>;

/** Tells `onToolCall` of a call; `undefined` when nobody wants to know. */
export function watchToolCall(
  { request, options, hooks }: Watched,
  { toolCallId, toolName }: ToolCall,
  tool: RunTool | undefined,
  now: () => number = () => performance.now(),
): ToolCallWatch | undefined {
  if (options.onToolCall === undefined) return undefined;
  const { threadId, runId } = request.input;
  const begin = now();
  return {
    run: (work) => work(),
    end(outcome, error) {
      if (outcome === null && error === undefined) return;
      hooks.toolCall({
        threadId,
        runId,
        toolCallId,
        toolName,
        ...(tool === undefined ? {} : { origin: tool.origin }),
        durationMs: now() - begin,
        ...(error === undefined ? {} : { error }),
      });
    },
  };
}
