import { type } from 'arktype';
import { jsonSchema } from 'ai6';
import * as v from 'valibot';
import { z } from 'zod';
import { z as z3 } from 'zod3';
import { defineTool, type ToolDefinition } from './define-tool.js';

/** Compiles only for two equal types. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type InputOf<Tool extends ToolDefinition> = Parameters<NonNullable<Tool['execute']>>[0];
const same = <A, B>(equal: Same<A, B>): boolean => equal;

describe('defineTool', () => {
  it('returns what it is given', () => {
    const definition = { name: 'now', description: 'Tells the time', execute: () => 12 };
    expect(defineTool(definition)).toBe(definition);
  });

  it('types the arguments of the executor after the output of the schema', () => {
    const describeIn = 'Says the number';
    const zod4 = defineTool({
      name: 'a',
      description: describeIn,
      parameters: z.object({ n: z.string().transform(Number) }),
      execute: ({ n }) => n.toFixed(1),
    });
    const zod3 = defineTool({
      name: 'b',
      description: describeIn,
      parameters: z3.object({ n: z3.number().default(1) }),
      execute: ({ n }) => n.toFixed(1),
    });
    const valibot = defineTool({
      name: 'c',
      description: describeIn,
      parameters: v.object({ n: v.optional(v.number(), 1) }),
      execute: async ({ n }, { toolCallId }) => `${toolCallId}${n.toFixed(1)}`,
    });
    const arktype = defineTool({
      name: 'd',
      description: describeIn,
      parameters: type({ n: 'number' }),
      execute: ({ n }) => n.toFixed(1),
    });
    const aiSdk = defineTool({
      name: 'e',
      description: describeIn,
      parameters: jsonSchema<{ n: number }>({ type: 'object' }),
      execute: ({ n }) => n.toFixed(1),
    });
    const plain = defineTool({
      name: 'f',
      description: describeIn,
      parameters: { type: 'object', properties: { n: { type: 'number' } } },
      execute: (input) => String(input.n),
    });
    const none = defineTool({
      name: 'g',
      description: describeIn,
      execute: (input) => Object.keys(input).length,
    });
    const tools: readonly ToolDefinition[] = [zod4, zod3, valibot, arktype, aiSdk, plain, none];
    const { execute: erased } = zod3 satisfies ToolDefinition<typeof zod3.parameters>;
    expect(erased).toBeDefined();
    expect([
      same<InputOf<typeof zod4>, { n: number }>(true),
      same<InputOf<typeof zod3>, { n: number }>(true),
      same<InputOf<typeof valibot>, { n: number }>(true),
      same<InputOf<typeof arktype>, { n: number }>(true),
      same<InputOf<typeof aiSdk>, { n: number }>(true),
      same<InputOf<typeof plain>, Record<string, unknown>>(true),
      same<InputOf<typeof none>, Record<string, unknown>>(true),
    ]).toHaveLength(tools.length);
  });
});
