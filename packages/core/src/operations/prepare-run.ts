import type { RunAgentInput } from '@flightdeck/store';
import { forwardableHeaders } from '../http/forward-headers.js';
import type { OperationContext } from '../http/operation.js';
import { parseRunInput } from '../http/parse-run-input.js';
import type { RuntimeAgent } from '../runtime/agent.js';
import { prepareAgent } from '../runs/prepare-agent.js';
import { loadAgent, orFailure } from './load-agent.js';

export interface PreparedRun {
  readonly agentId: string;
  /** A clone set up with the input's messages and state and the request's headers. */
  readonly agent: RuntimeAgent;
  readonly input: RunAgentInput;
  /** The agent that the clone was made of. */
  readonly registered: RuntimeAgent;
  /** The headers of the request that reach agents. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Everything that a run needs, in the order in which the wire reports what is wrong with it. */
export async function prepareRun(context: OperationContext): Promise<PreparedRun> {
  const agentId = context.params.agentId ?? '';
  const { newId, forwardHeaders, runPolicy } = context.runtime.settings;
  const { identity } = context;
  let parsed: Promise<RunAgentInput> | undefined;
  // At most once: an input without ids is given new ones.
  const readInput = (): Promise<RunAgentInput> =>
    (parsed ??= context.body.json().then((body) => parseRunInput(body, newId)));
  const registered = await loadAgent(context, 'run agent', { agentId, input: readInput });
  const input = await readInput();
  const headers = forwardableHeaders(forwardHeaders, context.headers);
  const agent = await orFailure(context, 'run agent', () =>
    prepareAgent(registered, { agentId, input, headers, identity, fastPath: runPolicy.fastPath }),
  );
  return { agentId, agent, input, registered, headers };
}
