import { useRenderTool } from '@copilotkit/react-core/v2';
import { z } from 'zod';
import { stateDeltaTool } from '../tool-names.js';

/** Says in the chat that the agent has changed the shared state. */
export function useStateToolCard(): void {
  useRenderTool({
    name: stateDeltaTool,
    parameters: z.object({ delta: z.array(z.unknown()) }),
    render: ({ status }) => (
      <div className="tool-card">
        <span>
          <code>{stateDeltaTool}</code> {status === 'complete' ? 'changed' : 'changes'} the shared
          list
        </span>
      </div>
    ),
  });
}
