import type { ToolChoice } from '../model/model-call.js';
import { toToolChoice } from './to-tool-choice.js';
import { isRecord } from './is-record.js';
import { SUGGESTION_TOOL } from './tool-names.js';

/**
 * The tool choice of a request for suggestions, or `undefined` if it is none (agent.md 18.7).
 *
 * Needs no permission by `overridableProperties`, as it only forces a tool that the same request
 * brought along. Such a run is offered that one tool: no state tools, no MCP.
 */
export function suggestionChoice(
  forwardedProps: unknown,
  frontendTools: readonly { readonly name: string }[],
): ToolChoice | undefined {
  const choice = isRecord(forwardedProps) ? toToolChoice(forwardedProps.toolChoice) : undefined;
  if (typeof choice !== 'object' || choice.toolName !== SUGGESTION_TOOL) return undefined;
  return frontendTools.some(({ name }) => name === SUGGESTION_TOOL) ? choice : undefined;
}
