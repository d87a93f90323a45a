import type { ToolDefinition } from '@flightdeck/agent';
import type { ReportError } from '../errors/copilot-error-event.js';
import { actionParametersToJsonSchema } from './action-parameters-to-json-schema.js';
import type { Action, LooseRecord } from './action.js';
import { settleActionResult } from './settle-action-result.js';
import { withReportedFailures } from './with-reported-failures.js';

/** An action as `withServerTools` takes it. What its handler throws is reported, and told to the agent. */
export function actionToTool(action: Action, report: ReportError): ToolDefinition {
  const { name, description = '', parameters } = action;
  const tool: ToolDefinition = {
    name,
    description,
    parameters: actionParametersToJsonSchema(parameters),
  };
  if (action.handler === undefined) return tool;
  const execute = async (
    input: LooseRecord,
    { abortSignal: signal }: { readonly abortSignal: AbortSignal },
  ): Promise<unknown> => settleActionResult(await action.handler?.(input, { signal }), signal);
  return withReportedFailures({ ...tool, execute }, report);
}
