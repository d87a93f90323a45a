import type { OperationContext } from '../http/operation.js';
import { attachMiddlewares } from '../middlewares/attach-middlewares.js';
import type { PreparedRun } from './prepare-run.js';

/** A run whose agent is behind the middlewares that it asks for, if there are any. */
export function withMiddlewares({ runtime }: OperationContext, prepared: PreparedRun): PreparedRun {
  const { middlewares, runPolicy } = runtime.settings;
  const middleware = middlewares.of(prepared.input);
  if (middleware === null) return prepared;
  const { agent, agentId, headers } = prepared;
  // Custom runners listen to more of an agent than this runtime does.
  const fastPath = runtime.engine !== null && runPolicy.fastPath;
  return {
    ...prepared,
    agent: attachMiddlewares(agent, { middleware, agentId, headers, fastPath }),
  };
}
