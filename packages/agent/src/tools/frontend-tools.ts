import type { AgentLogger } from '../options/agent-options.js';
import { toCheckableSchema } from './checkable-schema.js';
import { createJsonSchemaParser } from './json-schema-parser.js';
import type { JsonSchema } from './json-schema.js';
import { isRecord } from './is-record.js';
import { toObjectSchema } from './object-schema.js';
import type { RunTool } from './run-tool.js';
import { RENDER_A2UI_TOOL } from './tool-names.js';

/**
 * The tools that a request brings along in `input.tools`; the browser runs them. Entries that are no
 * tools are left out and logged. Never throws. Arguments are checked against what is safe to check of
 * a schema that anybody may have sent: see `toCheckableSchema`.
 */
export function createFrontendTools(
  tools: unknown,
  logger?: Pick<AgentLogger, 'warn'>,
): readonly RunTool[] {
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool: unknown, index) => {
    if (!isRecord(tool) || typeof tool.name !== 'string' || tool.name === '') {
      logger?.warn(`input.tools[${index}] is ignored: it has no name`);
      return [];
    }
    try {
      return [createFrontendTool(tool.name, tool)];
    } catch {
      // Nested more deeply than the stack.
      logger?.warn(`input.tools[${index}] is ignored: its parameters cannot be read`);
      return [];
    }
  });
}

function createFrontendTool(name: string, tool: Readonly<Record<string, unknown>>): RunTool {
  const schema: JsonSchema = isRecord(tool.parameters) ? tool.parameters : {};
  const checkable = toCheckableSchema(schema) ?? {};
  return {
    name,
    origin: 'frontend',
    ...(typeof tool.description === 'string' ? { description: tool.description } : {}),
    ...(name === RENDER_A2UI_TOOL ? { strict: false } : {}),
    inputSchema: toObjectSchema(schema),
    parse: createJsonSchemaParser(checkable, { brokenSchema: 'accept' }),
  };
}
