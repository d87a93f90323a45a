import type { ToolDefinition } from '@flightdeck/agent';
import type { ReportError } from '../errors/copilot-error-event.js';
import { actionParametersToJsonSchema } from './action-parameters-to-json-schema.js';
import type { Action, LooseRecord } from './action.js';
import { settleActionResult } from './settle-action-result.js';

/** An action as `withServerTools` takes it. What its handler throws is reported, and told to the agent. */
export function actionToTool(action: Action, report: ReportError): ToolDefinition {
  const { name, description = '', parameters } = action;
  return {
    name,
    description,
    parameters: actionParametersToJsonSchema(parameters),
    ...(action.handler === undefined ? {} : { execute: executorOf(action, report) }),
  };
}

function executorOf(
  action: Action,
  report: ReportError,
): (input: never, context: { readonly abortSignal: AbortSignal }) => Promise<unknown> {
  return async (input: LooseRecord, { abortSignal: signal }) => {
    try {
      return await settleActionResult(await action.handler?.(input, { signal }), signal);
    } catch (error) {
      if (!signal.aborted) report(error, { metadata: { action: action.name } });
      throw error;
    }
  };
}
