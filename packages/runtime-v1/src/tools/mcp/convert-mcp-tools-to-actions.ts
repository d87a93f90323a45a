import type { Action } from '../../actions/action.js';
import { parseHttpUrl, shownUrl } from '../http-url.js';
import { extractParametersFromSchema } from './extract-parameters-from-schema.js';
import type { MCPTool } from './mcp-tool.js';

/**
 * Actions that stand for the tools of an MCP server; what a tool returns is told as a text. The option
 * `mcpServers` does without them, and tells agents the whole schema of each tool.
 *
 * @param mcpEndpoint the server, for tools that do not say what they are for; its query is not shown
 */
export function convertMCPToolsToActions(
  mcpTools: Readonly<Record<string, MCPTool>>,
  mcpEndpoint: string,
): Action[] {
  const url = parseHttpUrl(mcpEndpoint);
  const server = url === null ? 'an MCP server' : shownUrl(url);
  return Object.entries(mcpTools).map(([name, tool]) => ({
    name,
    description: tool.description ?? `The tool ${name} of ${server}`,
    parameters: extractParametersFromSchema(tool),
    async handler(args) {
      const result: unknown = await tool.execute(args);
      return typeof result === 'string' ? result : JSON.stringify(result);
    },
  }));
}
