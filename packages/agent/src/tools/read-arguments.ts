import type { ParsedArguments, RunTool } from './run-tool.js';

/** Reads the JSON text of a call and lets the tool check it; no text at all is an empty object. Never rejects. */
export async function readArguments(tool: RunTool, input: string): Promise<ParsedArguments> {
  let json: unknown;
  try {
    json = input.trim() === '' ? {} : JSON.parse(input);
  } catch {
    return { ok: false, problem: 'they are not JSON' };
  }
  try {
    return await tool.parse(json);
  } catch {
    return { ok: false, problem: 'they cannot be checked' };
  }
}

/** Words for a model that has made up the name of a tool. */
export function describeUnknownTool(toolName: string): string {
  return `There is no tool named ${toolName}`;
}
