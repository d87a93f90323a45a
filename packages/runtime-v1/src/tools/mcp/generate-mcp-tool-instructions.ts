import type { Parameter } from '../../actions/action.js';
import { extractParametersFromSchema } from './extract-parameters-from-schema.js';
import type { MCPTool } from './mcp-tool.js';

/** Tells a model in words which tools there are, for system prompts of the application's own. Empty without tools. */
export function generateMcpToolInstructions(toolsMap: Readonly<Record<string, MCPTool>>): string {
  const tools = Object.entries(toolsMap);
  if (tools.length === 0) return '';
  return ['These tools of MCP servers can be called:', ...tools.map(describeTool)].join('\n');
}

function describeTool([name, tool]: readonly [string, MCPTool]): string {
  const { description = 'says nothing of itself' } = tool;
  const parameters = extractParametersFromSchema(tool).map(describeParameter);
  return [`- ${name}: ${description}`, ...parameters].join('\n');
}

function describeParameter({ name, type = 'string', required, description }: Parameter): string {
  const need = required === false ? 'optional' : 'required';
  return `  - ${name} (${type}, ${need})${description === undefined ? '' : `: ${description}`}`;
}
