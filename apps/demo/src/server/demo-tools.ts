import { defineTool, type AnyToolDefinition } from '@flightdeck/agent';
import { z } from 'zod';
import { booking } from '../booking.js';
import type { ServerFacts } from '../server-facts.js';
import { bookTableTool, describeServerTool } from '../tool-names.js';

/** The agent's tools, the same for every model. The page brings its own. */
export const demoTools: readonly AnyToolDefinition[] = [
  defineTool({
    name: describeServerTool,
    description: 'Tells which server process answers, and how it is doing.',
    parameters: z.object({}),
    execute: (): ServerFacts => ({
      processId: process.pid,
      node: process.version,
      upSeconds: Math.round(process.uptime()),
      memoryMegabytes: Math.round(process.memoryUsage.rss() / 1024 ** 2),
    }),
  }),
  defineTool({
    name: bookTableTool,
    description:
      'Asks the person for a yes, then books a table. The result says whether it was approved.',
    parameters: booking,
    interrupt: true,
    interruptReason: 'approval',
    interruptMessage: 'Shall I book this table?',
  }),
];
