import type { RunTool } from '../tools/run-tool.js';
import type { ToolOutcome } from '../tools/tool-outcome.js';

/** The tool, with an empty text where its executor returns nothing (v1.md 7). */
export function withV1Results(tool: RunTool): RunTool {
  const { execute } = tool;
  if (execute === undefined) return tool;
  return {
    ...tool,
    async execute(input, context) {
      const result: unknown = await execute(input, context);
      return result === undefined ? '' : result;
    },
  };
}

/** The content of a result as actions of CopilotKit 1.x told it (v1.md 7). */
export function toV1Content({ content, error }: ToolOutcome): string {
  if (error === undefined) return content;
  const told =
    error.code === 'invalid_arguments'
      ? { code: 'INVALID_ARGUMENTS', message: 'Failed to parse action arguments' }
      : { code: 'HANDLER_ERROR', message: error.message };
  return JSON.stringify({ error: told, result: '' });
}
