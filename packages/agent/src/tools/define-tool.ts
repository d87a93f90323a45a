import type { ToolContext } from './run-tool.js';

/**
 * What the executor of a tool with such parameters gets: the output type of a Standard Schema (zod 3
 * and 4, valibot, arktype and others), the type of an AI SDK schema, and a record for a plain JSON
 * Schema or for none.
 */
export type ToolInput<Parameters> = Parameters extends {
  readonly '~standard': { readonly types?: infer Types };
}
  ? NonNullable<Types> extends { readonly output: infer Output }
    ? Output
    : unknown
  : Parameters extends { readonly _type: infer Type }
    ? Type
    : Record<string, unknown>;

/** What every tool definition has, whatever its parameters. */
export interface CommonToolDefinition {
  /** Unique among the agent's tools, and none of the names that the runtime uses itself (agent.md 18.6). */
  readonly name: string;
  /** Tells the model what the tool is for. */
  readonly description: string;
  /** The run ends at a call, until a person has answered; `execute` is not called. @default false */
  readonly interrupt?: boolean;
  /** What kind of question it is: user interfaces choose by it. @default 'tool_call', 'tool_approval' for approvals */
  readonly interruptReason?: string;
  /** Shown to the person, also to one who is asked to approve. */
  readonly interruptMessage?: string;
  /** Milliseconds for one call; `0`: no limit. @default the agent's `toolTimeoutMs` */
  readonly timeoutMs?: number;
}

/** A tool whose parameters the types do not tell: what lists of tools are made of. */
export interface AnyToolDefinition extends CommonToolDefinition {
  readonly parameters?: unknown;
  readonly execute?: (input: never, context: ToolContext) => unknown;
  readonly needsApproval?:
    | boolean
    | ((input: never, context: ToolContext) => boolean | Promise<boolean>);
}

/** A tool whose parameters and executor fit together. */
export interface TypedToolDefinition<Parameters> extends CommonToolDefinition {
  /**
   * Any Standard Schema, Standard JSON Schema, AI SDK schema or plain JSON Schema. Arguments are
   * always checked against it; what a Standard Schema converts, the executor gets converted.
   *
   * @default an object with any properties
   */
  readonly parameters?: Parameters;
  /**
   * Returns the result, a promise of it, or an async iterable, whose last value it is. What it
   * throws is told to the model, in the words that the agent's `redact` allows.
   *
   * Absent: the browser answers.
   */
  readonly execute?: (input: ToolInput<Parameters>, context: ToolContext) => unknown;
  /**
   * Whether a person has to agree before `execute` is called. The run ends with an interrupt of the
   * call's id; the run that resumes with `resolved` and the payload `{approved: true}`, `true` or none
   * executes the call. Anything else is a no, of which the model is told. A function that throws fails
   * the call.
   *
   * @default false
   */
  readonly needsApproval?:
    | boolean
    | ((input: ToolInput<Parameters>, context: ToolContext) => boolean | Promise<boolean>);
}

/**
 * A tool that runs on the server, or that a person answers. Without a type argument it is any such
 * tool, whatever its parameters.
 */
export type ToolDefinition<Parameters = unknown> = unknown extends Parameters
  ? AnyToolDefinition
  : TypedToolDefinition<Parameters>;

/** Returns the definition that it is given; its types tell the executor what its first argument is. */
export function defineTool<const Parameters = undefined>(
  definition: TypedToolDefinition<Parameters>,
): TypedToolDefinition<Parameters> {
  return definition;
}
