import type { ToolCall } from '../tools/call-tool.js';
import type { RunTool } from '../tools/run-tool.js';
import type { ToolCallWatch } from '../tools/tool-call-watch.js';
import type { RunScope } from './run-scope.js';

type Watched = Pick<RunScope, 'request' | 'options' | 'hooks' | 'trace'>;

/** Tells `onToolCall` and the trace of a call; `undefined` when nobody wants to know. */
export function watchToolCall(
  { request, options, hooks, trace }: Watched,
  call: ToolCall,
  tool: RunTool | undefined,
  now: () => number = () => performance.now(),
): ToolCallWatch | undefined {
  const span = trace?.tool(call, tool);
  if (options.onToolCall === undefined) return span;
  const { toolCallId, toolName } = call;
  const { threadId, runId } = request.input;
  const begin = now();
  return {
    run: (work) => (span === undefined ? work() : span.run(work)),
    end(outcome, error) {
      span?.end(outcome, error);
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
