import { parseTool } from './parse-tool.js';
import type { MCPTool } from './mcp-types.js';

const MAX_TOOLS = 2_000;

/** The usable tools of a server, by name, as its pages bring them. */
export class ToolList {
  readonly #tools = new Map<string, MCPTool>();
  readonly #maxCharacters: number;
  #characters = 0;

  /** @param maxCharacters of all tools together, as JSON */
  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
  }

  get tools(): readonly MCPTool[] {
    return [...this.#tools.values()];
  }

  /** Whether there is more than is kept. */
  get isTooLarge(): boolean {
    return this.#tools.size > MAX_TOOLS || this.#characters > this.#maxCharacters;
  }

  /** `false` for what is no tool, or has the name of an earlier one. */
  add(value: unknown): boolean {
    const tool = parseTool(value);
    if (tool === undefined || this.#tools.has(tool.name)) return false;
    this.#tools.set(tool.name, tool);
    this.#characters += JSON.stringify(tool).length;
    return true;
  }
}
