import { recordOf, stringOf } from '../records.js';
import type { RunInput } from '../run-middleware.js';
import { EVENT_TOOL } from './a2ui-wire.js';

/**
 * What a user did on a surface (`forwardedProps.a2uiAction.userAction`), as a tool call that agents
 * know how to read and its result. Nothing without an action. The ids follow from the id of the run.
 */
export function userActionMessages(input: RunInput): RunInput['messages'] {
  const action = recordOf(recordOf(recordOf(input.forwardedProps)?.a2uiAction)?.userAction);
  if (action === undefined) return [];
  const id = `a2ui-action-${input.runId}`;
  const call = {
    id,
    type: 'function',
    function: { name: EVENT_TOOL, arguments: JSON.stringify(action) },
  };
  const asked = { id: `${id}-call`, role: 'assistant', content: '', toolCalls: [call] };
  const told = { id: `${id}-result`, role: 'tool', toolCallId: id, content: describe(action) };
  return [asked, told];
}

function describe(action: Readonly<Record<string, unknown>>): string {
  const name = stringOf(action.name) ?? 'unknown';
  const surface = stringOf(action.surfaceId) ?? 'unknown';
  const component = stringOf(action.sourceComponentId);
  const where = component === undefined ? '' : `, component "${component}"`;
  const context = JSON.stringify(action.context ?? {});
  return `The user triggered the action "${name}" on the surface "${surface}"${where}. Context: ${context}`;
}
