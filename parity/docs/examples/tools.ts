import { BuiltInAgent, defineTool } from '@flightdeck/agent';
import * as v from 'valibot';
import { z } from 'zod';

const withZod = defineTool({
  name: 'findFlights',
  description: 'Finds flights between two airports',
  parameters: z.object({ from: z.string(), to: z.string(), seats: z.number().default(1) }),
  execute: ({ from, to, seats }) => [{ id: `${from}-${to}-7`, seats }],
});

const withValibot = defineTool({
  name: 'findHotels',
  description: 'Finds hotels in a city',
  parameters: v.object({ city: v.string() }), // needs @valibot/to-json-schema
  execute: ({ city }) => [`Grand Hotel ${city}`],
});

const withJsonSchema = defineTool({
  name: 'convertCurrency',
  description: 'Converts an amount to euros',
  parameters: {
    type: 'object',
    properties: { dollars: { type: 'number', minimum: 0 } },
    required: ['dollars'],
  },
  execute: ({ dollars }) => ({ euros: Number(dollars) * 0.9 }),
});

export const agent = new BuiltInAgent({
  model: 'openai/gpt-4o',
  tools: [withZod, withValibot, withJsonSchema],
});
