import { systemClock, wrapAgent, type RunAgentInput, type RuntimeAgent } from '@flightdeck/core';
import { HookedRun } from './hooked-run.js';
import type { RunHooks } from './prepare-run-hooks.js';

/**
 * The same agent, with the hooks around the one run that they were prepared for. What else its clones
 * are asked, such as a title for the thread, is none of theirs.
 */
export function withRunHooks(agent: RuntimeAgent, hooks: RunHooks): RuntimeAgent {
  const { params, run } = hooks;
  const hooked = new HookedRun(hooks, params.clock ?? systemClock);
  const isThisRun = ({ threadId, runId }: RunAgentInput): boolean =>
    threadId === run.threadId && runId === run.runId;
  return wrapAgent(agent, {
    fastPath: params.fastPath ?? true,
    run: (wrapped) =>
      isThisRun(wrapped.input) ? hooked.run(wrapped) : wrapped.drive(wrapped.input, wrapped.emit),
    onAbort: ({ threadId }) => {
      if (threadId === run.threadId) hooked.stop();
    },
  });
}
