import type { ToolCall } from '../tools/call-tool.js';
import type { RunTool } from '../tools/run-tool.js';
import type { ToolCallWatch } from '../tools/tool-call-watch.js';
import type { ToolErrorCode, ToolOutcome } from '../tools/tool-outcome.js';
import type { TracedSpan } from './traced-span.js';

/** The span `execute_tool {tool}` of one call of a tool that the agent runs. */
export class ToolSpan implements ToolCallWatch {
  readonly #span: TracedSpan;
  readonly #content: boolean;

  constructor(
    parent: TracedSpan,
    { call, tool }: { readonly call: ToolCall; readonly tool: RunTool },
    content: boolean,
  ) {
    this.#content = content;
    this.#span = parent.child({
      name: `execute_tool ${tool.name}`,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': tool.name,
        'gen_ai.tool.call.id': call.toolCallId,
        'gen_ai.tool.type': tool.origin === 'mcp' ? 'extension' : 'function',
        'gen_ai.tool.description': tool.description,
        'gen_ai.tool.call.arguments': content ? call.input : undefined,
      },
    });
  }

  run<Value>(work: () => Value): Value {
    return this.#span.run(work);
  }

  end(outcome: ToolOutcome | null, error?: ToolErrorCode): void {
    if (this.#content && outcome !== null && error === undefined) {
      this.#span.set({ 'gen_ai.tool.call.result': outcome.content });
    }
    this.#span.end(error === 'cancelled' ? undefined : error);
  }
}
