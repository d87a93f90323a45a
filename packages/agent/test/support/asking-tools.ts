import { z } from 'zod';
import { defineTool, type AnyToolDefinition, type ToolContext } from '../../src/index.js';
import { callsTools, toolCall } from './scripted-model.js';

/** A tool that needs approval, and what it has done. */
export function removing(changes: Partial<AnyToolDefinition> = {}) {
  const removed: unknown[] = [];
  const tool = defineTool({
    name: 'remove',
    description: 'Removes a file',
    parameters: z.object({ path: z.string(), times: z.number().default(1) }),
    execute: (input: unknown) => {
      removed.push(input);
      return 'removed';
    },
    needsApproval: true,
    ...changes,
  } as AnyToolDefinition as never);
  return { removed, tool: tool as AnyToolDefinition };
}

/** A tool whose executor may ask. */
export const asking = (
  execute: (input: never, context: ToolContext) => unknown,
): AnyToolDefinition => ({
  name: 'ask',
  description: 'Asks',
  execute,
});

export const REMOVE = callsTools(toolCall('c1', 'remove', { path: '/tmp/x' }));
export const ASK = callsTools(toolCall('c1', 'ask'));
