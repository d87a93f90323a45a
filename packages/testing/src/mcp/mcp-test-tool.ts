/** A tool of a test server, with a scripted answer. */
export interface McpTestTool {
  readonly name: string;
  readonly description?: string;
  /** @default an object without properties */
  readonly inputSchema?: Readonly<Record<string, unknown>>;
  readonly _meta?: Readonly<Record<string, unknown>>;
  /** The result of `tools/call`; a string stands for one text part. @default the arguments as JSON text */
  readonly answer?: (
    input: Readonly<Record<string, unknown>>,
  ) => string | Readonly<Record<string, unknown>>;
}

/** What `tools/call` gives. */
export function callTestTool(
  tool: McpTestTool,
  input: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const answer = tool.answer?.(input) ?? JSON.stringify(input);
  return typeof answer === 'string' ? { content: [{ type: 'text', text: answer }] } : answer;
}

/** The tool as `tools/list` tells it. */
export function listTestTool(tool: McpTestTool): Readonly<Record<string, unknown>> {
  const { answer: _answer, ...listed } = tool;
  return { inputSchema: { type: 'object', properties: {} }, ...listed };
}
