import { BuiltInAgent, defineTool } from '@flightdeck/agent';
import { z } from 'zod';

const refund = defineTool({
  name: 'refund',
  description: 'Pays money back to the customer',
  parameters: z.object({ euros: z.number() }),
  needsApproval: ({ euros }) => euros > 50, // or `true` for every call
  interruptMessage: 'Pay this back?',
  execute: ({ euros }) => `Paid ${euros} euros`,
});

const bookSeat = defineTool({
  name: 'bookSeat',
  description: 'Books a seat that the customer chooses',
  async execute(_, { interrupt }) {
    const { status, payload } = await interrupt('Window or aisle?');
    return status === 'cancelled' ? 'No seat was booked' : `Booked: ${String(payload)}`;
  },
});

export const agent = new BuiltInAgent({ model: 'openai/gpt-4o', tools: [refund, bookSeat] });
