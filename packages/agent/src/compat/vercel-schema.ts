import { AI_SDK_SCHEMA } from '../tools/ai-sdk-schema.js';
import type { ToolSchema } from '../tools/tool-schema.js';

/** What `ai` 5 asks for besides. */
const AI_SDK_VALIDATOR = Symbol.for('vercel.ai.validator');

/** What `jsonSchema()` of the AI SDK returns, made without it. */
export function toVercelSchema(toolName: string, schema: ToolSchema | Promise<ToolSchema>): object {
  return {
    [AI_SDK_SCHEMA]: true,
    [AI_SDK_VALIDATOR]: true,
    _type: undefined,
    jsonSchema:
      schema instanceof Promise ? schema.then((one) => one.jsonSchema) : schema.jsonSchema,
    async validate(value: unknown) {
      const { parse } = await schema;
      const parsed = await parse(value);
      if (parsed.ok) return { success: true, value: parsed.value };
      const error = new Error(`Invalid arguments for tool ${toolName}: ${parsed.problem}`);
      return { success: false, error };
    },
  };
}
