import type { ToolDefinition } from '../tools/define-tool.js';
import { createFrontendTools } from '../tools/frontend-tools.js';
import type { RunTool, ToolContext } from '../tools/run-tool.js';
import { checkServerTools } from '../tools/server-tools.js';
import { createToolLog } from '../tools/tool-log.js';
import { readToolSchema, type ToolSchema } from '../tools/tool-schema.js';
import { toVercelSchema } from './vercel-schema.js';

/**
 * A tool for `streamText` of `ai` 5, 6 and 7. Schema and executor are declared `never`, as each copy
 * of the AI SDK has types of its own for them: such a tool fits all of them.
 */
export interface VercelAITool {
  readonly description?: string;
  readonly inputSchema: never;
  readonly strict?: boolean;
  readonly execute?: never;
  readonly needsApproval?: never;
}

export type VercelAIToolSet = Record<string, VercelAITool>;

/**
 * The tools of a request, `input.tools`, for the AI SDK: without executors, as the browser runs them.
 * Arguments are checked against their JSON Schema. A tool without `parameters` takes any object; one
 * without a name is left out.
 */
export function convertToolsToVercelAITools(tools: unknown): VercelAIToolSet {
  return toToolSet(createFrontendTools(tools).map((tool) => [tool.name, fromFrontend(tool)]));
}

/**
 * Tools of the server for the AI SDK. Arguments are checked and converted before the executor gets
 * them. Its context is what `context` holds, with id and signal of the call; setting the state
 * throws where `context` has no `setState`, and so does asking people. A tool that a person answers has
 * no executor. `needsApproval` is passed on to AI SDK 6 and 7; AI SDK 5 knows no approvals and carries
 * such calls out.
 *
 * A plain valibot schema is told as a promise, which `ai` 5 cannot wait for.
 *
 * @throws AgentConfigError for definitions that no run could use
 */
export function convertToolDefinitionsToVercelAITools(
  tools: readonly ToolDefinition[],
  context: Partial<ToolContext> = {},
): VercelAIToolSet {
  checkServerTools(tools);
  return toToolSet(tools.map((tool) => [tool.name, fromDefinition(tool, context)]));
}

function toToolSet(entries: readonly (readonly [string, unknown])[]): VercelAIToolSet {
  // The shape is that of the AI SDK; see `VercelAITool` for the type.
  return Object.fromEntries(entries) as VercelAIToolSet;
}

function fromFrontend(tool: RunTool): unknown {
  const { name, description, inputSchema, strict } = tool;
  return {
    ...(description === undefined ? {} : { description }),
    ...(strict === undefined ? {} : { strict }),
    inputSchema: toVercelSchema(name, {
      jsonSchema: inputSchema,
      parse: (value) => tool.parse(value),
    }),
  };
}

function fromDefinition(tool: ToolDefinition, context: Partial<ToolContext>): unknown {
  const { name, description, parameters, interrupt, needsApproval } = tool;
  const schema: ToolSchema | Promise<ToolSchema> = readToolSchema(name, parameters);
  return {
    description,
    inputSchema: toVercelSchema(name, schema),
    ...(tool.execute === undefined || interrupt === true
      ? {}
      : {
          execute: (input: unknown, options: unknown) =>
            // Of the type that the schema of the same definition makes.
            tool.execute?.(input as never, toContext(tool, context, options)),
          ...(typeof needsApproval === 'function'
            ? {
                needsApproval: (input: unknown, options: unknown) =>
                  needsApproval(input as never, toContext(tool, context, options)), // as above
              }
            : { needsApproval }),
        }),
  };
}

function toContext(
  { name: toolName }: ToolDefinition,
  context: Partial<ToolContext>,
  options: unknown,
): ToolContext {
  const given: { readonly toolCallId?: unknown; readonly abortSignal?: unknown } =
    typeof options === 'object' && options !== null ? options : {};
  const { abortSignal } = given;
  const toolCallId = typeof given.toolCallId === 'string' ? given.toolCallId : '';
  return {
    threadId: '',
    runId: '',
    agentId: undefined,
    headers: {},
    forwardedProps: undefined,
    state: undefined,
    setState() {
      throw new Error('This run has no state that a tool could set');
    },
    interrupt: () => Promise.reject(new Error('This run has nobody whom a tool could ask')),
    log: createToolLog(undefined, { toolName, toolCallId }),
    ...context,
    toolCallId,
    abortSignal: abortSignal instanceof AbortSignal ? abortSignal : new AbortController().signal,
  };
}
