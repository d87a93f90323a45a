import type { JsonSchema } from './json-schema.js';
import type { RunState } from './run-state.js';
import type { RunTool } from './run-tool.js';
import { createJsonSchemaParser } from './json-schema-parser.js';
import { ToolRejection } from './tool-rejection.js';
import { STATE_DELTA_TOOL, STATE_SNAPSHOT_TOOL } from './tool-names.js';

const SNAPSHOT_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { snapshot: { description: 'The whole new state' } },
  required: ['snapshot'],
};

const DELTA_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    delta: {
      type: 'array',
      description: 'JSON Patch (RFC 6902) operations, applied in order, all of them or none',
      items: {
        type: 'object',
        properties: {
          op: { type: 'string', enum: ['add', 'replace', 'remove'] },
          path: { type: 'string', description: 'JSON Pointer, such as "/todos/0" or "/todos/-"' },
          value: { description: 'For "add" and "replace"' },
        },
        required: ['op', 'path'],
      },
    },
  },
  required: ['delta'],
};

/** `copy`, `move` and `test` are understood though not offered, as upstream does. */
const ACCEPTED_DELTA: JsonSchema = {
  type: 'object',
  properties: { delta: { type: 'array' } },
  required: ['delta'],
};

/**
 * The two tools by which a model changes the state (agent.md 5.1). They tell the model
 * `{"success":true}`, not the state again; a patch that does not fit is an error for the model, and
 * the browser hears nothing of it.
 */
export function createStateTools(state: RunState): readonly RunTool[] {
  return [
    {
      name: STATE_SNAPSHOT_TOOL,
      origin: 'state',
      description: 'Replace the whole state of the application',
      inputSchema: SNAPSHOT_SCHEMA,
      parse: createJsonSchemaParser(SNAPSHOT_SCHEMA),
      execute(input) {
        state.set(fieldOf(input, 'snapshot'));
        return { success: true };
      },
    },
    {
      name: STATE_DELTA_TOOL,
      origin: 'state',
      description: 'Change parts of the state of the application by a JSON Patch',
      inputSchema: DELTA_SCHEMA,
      parse: createJsonSchemaParser(ACCEPTED_DELTA),
      execute(input) {
        const outcome = state.patch(fieldOf(input, 'delta'));
        if (!outcome.ok) throw new ToolRejection('invalid_arguments', outcome.problem);
        return { success: true };
      },
    },
  ];
}

function fieldOf(input: unknown, field: string): unknown {
  // The schema has made sure of an object.
  return (input as Record<string, unknown>)[field];
}
