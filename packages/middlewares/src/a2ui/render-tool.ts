import type { ToolDeclaration } from '../run-middleware.js';

/** The tool with which an agent draws a surface, under the name it is to have. */
export function renderTool(name: string): ToolDeclaration {
  return {
    name,
    description:
      'Shows an A2UI v0.9 surface to the user. The context holds a guide to its arguments and the schema of the components.',
    parameters: {
      type: 'object',
      properties: {
        surfaceId: { type: 'string', description: 'The name of the surface; unique.' },
        components: {
          type: 'array',
          description: 'All components in one flat list; one of them has the id "root".',
          items: { type: 'object' },
        },
        data: {
          type: 'object',
          description: 'The values that components are bound to by path, from the root.',
        },
      },
      required: ['surfaceId', 'components'],
    },
  };
}
