import type { ActionInput } from '../service-adapter.js';
import type { ChainFnParameters } from './langchain-types.js';
import type { ToolsModule } from './load-langchain.js';

type LangChainTool = ChainFnParameters['tools'][number];

/** The actions of a turn as tools that chat models can be told of. */
export function toLangChainTools(
  actions: readonly ActionInput[],
  { DynamicStructuredTool }: ToolsModule,
): LangChainTool[] {
  return actions
    .filter(({ available }) => available !== 'disabled')
    .map(
      ({ name, description, jsonSchema }) =>
        new DynamicStructuredTool({
          name,
          description,
          schema: JSON.parse(jsonSchema) as Record<string, unknown>,
          // Chains only tell what is called; whoever has the action runs it.
          func: () => Promise.resolve(''),
        }),
    );
}
