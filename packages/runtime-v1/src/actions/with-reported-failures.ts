import type { ToolDefinition } from '@flightdeck/agent';
import type { ReportError } from '../errors/copilot-error-event.js';

/** The same tool. What it throws is reported as well, unless its run was stopped. v1.md 7 and 10. */
export function withReportedFailures(tool: ToolDefinition, report: ReportError): ToolDefinition {
  const { name, execute } = tool;
  if (execute === undefined) return tool;
  return {
    ...tool,
    async execute(input, context) {
      try {
        return await execute.call(tool, input, context);
      } catch (error) {
        if (!context.abortSignal.aborted) report(error, { metadata: { action: name } });
        throw error;
      }
    },
  };
}
