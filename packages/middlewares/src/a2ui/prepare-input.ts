import { recordOf } from '../records.js';
import type { RunInput } from '../run-middleware.js';
import type { A2UISchema } from './a2ui-options.js';
import { SCHEMA_DESCRIPTION } from './a2ui-wire.js';
import { renderTool } from './render-tool.js';
import { usageGuide } from './usage-guide.js';
import { userActionMessages } from './user-action-messages.js';

export interface InputAdditions {
  readonly schema: A2UISchema | undefined;
  /** The name of the tool to give the agent, and the value of `forwardedProps.injectA2UITool`. */
  readonly tool: { readonly name: string; readonly flag: true | string } | undefined;
}

/** What the agent gets: the user's action, the schema, the tool and its guide. The input stays as it is. */
export function prepareInput(input: RunInput, { schema, tool }: InputAdditions): RunInput {
  const actions = userActionMessages(input);
  let prepared = input;
  if (actions.length > 0) prepared = { ...prepared, messages: [...input.messages, ...actions] };
  if (schema !== undefined) prepared = withSchema(prepared, schema);
  if (tool === undefined) return prepared;
  return {
    ...prepared,
    tools: [...prepared.tools.filter(({ name }) => name !== tool.name), renderTool(tool.name)],
    context: [...prepared.context, usageGuide(tool.name)],
    forwardedProps: { ...recordOf(input.forwardedProps), injectA2UITool: tool.flag },
  };
}

function withSchema(input: RunInput, schema: A2UISchema): RunInput {
  const others = input.context.filter(({ description }) => description !== SCHEMA_DESCRIPTION);
  const entry = { description: SCHEMA_DESCRIPTION, value: JSON.stringify(schema) };
  return { ...input, context: [...others, entry] };
}
