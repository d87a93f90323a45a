import { AgentConfigError } from '../options/agent-config-error.js';
import type { ToolDefinition } from './define-tool.js';
import type { RunTool, ToolContext } from './run-tool.js';
import { isReservedToolName } from './tool-names.js';
import { readToolSchema, type ToolSchema } from './tool-schema.js';

/**
 * Refuses definitions that no run could use: nameless ones, two with the same name, reserved names
 * (agent.md 18.6), approvals of tools that the server does not execute, and parameters of which no JSON Schema can be made. Parameters that need a
 * library to be loaded are only checked by the compiler.
 *
 * @throws AgentConfigError
 */
export function checkServerTools(definitions: readonly ToolDefinition[]): void {
  checkNames(definitions);
  for (const definition of definitions) {
    const { name, parameters } = definition;
    checkApproval(definition);
    const schema = readToolSchema(name, parameters);
    // The first run that needs it reports it.
    if (schema instanceof Promise) schema.catch(() => undefined);
  }
}

/** Makes definitions usable by runs. Rejects with what {@link checkServerTools} throws. */
export type ServerToolCompiler = (
  definitions: readonly ToolDefinition[],
) => Promise<readonly RunTool[]>;

/** A compiler that reads the schema of each definition once, however many runs use it. */
export function createServerToolCompiler(): ServerToolCompiler {
  const compiled = new WeakMap<ToolDefinition, Promise<RunTool>>();
  const compile = (definition: ToolDefinition): Promise<RunTool> => {
    const known = compiled.get(definition);
    if (known !== undefined) return known;
    const tool = compileTool(definition);
    compiled.set(definition, tool);
    // A library may be installed later; the rejection itself reaches the caller.
    tool.catch(() => compiled.delete(definition));
    return tool;
  };
  return async (definitions) => {
    checkNames(definitions);
    definitions.forEach(checkApproval);
    return Promise.all(definitions.map(compile));
  };
}

async function compileTool(definition: ToolDefinition): Promise<RunTool> {
  return toRunTool(definition, await readToolSchema(definition.name, definition.parameters));
}

function toRunTool(definition: ToolDefinition, schema: ToolSchema): RunTool {
  const { name, description, timeoutMs, interrupt, interruptReason, interruptMessage } = definition;
  return {
    name,
    origin: 'server',
    description,
    inputSchema: schema.jsonSchema,
    parse: schema.parse,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(interrupt === true
      ? { interrupt: { reason: interruptReason ?? 'tool_call', message: interruptMessage } }
      : executorOf(definition)),
  };
}

function executorOf(
  definition: ToolDefinition,
): Pick<RunTool, 'execute' | 'needsApproval' | 'approval'> {
  if (definition.execute === undefined) return {};
  return {
    ...approvalOf(definition),
    execute: (input: unknown, context: ToolContext) =>
      // The schema of the same definition has made the input what its executor expects.
      definition.execute?.(input as never, context),
  };
}

function approvalOf(definition: ToolDefinition): Pick<RunTool, 'needsApproval' | 'approval'> {
  const { needsApproval = false, interruptReason: reason, interruptMessage: message } = definition;
  if (needsApproval === false) return {};
  return {
    approval: { reason, message },
    needsApproval: (input, context) =>
      // As for the executor.
      typeof needsApproval === 'function' ? needsApproval(input as never, context) : true,
  };
}

function checkApproval({ name, needsApproval = false, execute, interrupt }: ToolDefinition): void {
  if (needsApproval === false || (execute !== undefined && interrupt !== true)) return;
  throw new AgentConfigError(
    `Tool "${name}" has "needsApproval", which is for tools that the server executes`,
  );
}

function checkNames(definitions: readonly ToolDefinition[]): void {
  const names = new Set<string>();
  for (const [index, { name }] of definitions.entries()) {
    if (typeof name !== 'string' || name === '') {
      throw new AgentConfigError(`tools[${index}] has no name`);
    }
    if (isReservedToolName(name)) {
      throw new AgentConfigError(`Tool "${name}" needs another name: this one is reserved`);
    }
    if (names.has(name)) throw new AgentConfigError(`There are two tools named "${name}"`);
    names.add(name);
  }
}
