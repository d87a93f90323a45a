import type {
  ActionInput,
  CopilotRuntimeChatCompletionRequest,
  CopilotRuntimeChatCompletionResponse,
  CopilotServiceAdapter,
} from '../../adapters/service-adapter.js';
import type { V1Request } from '../../run/v1-request.js';
import { readJsonLines } from './json-lines.js';
import type { RemoteEndpointClient } from './remote-endpoint-client.js';
import { tellRuntimeEvent } from './tell-runtime-event.js';

/**
 * Speaks for an agent of a remote server whose answer is a line for each event of v1: those of CrewAI.
 * v1.md 8. Each turn is asked for once.
 */
export class RemoteAgentAdapter implements CopilotServiceAdapter {
  readonly name: string;
  readonly #remote: RemoteEndpointClient;
  readonly #request: V1Request;

  constructor(name: string, remote: RemoteEndpointClient, request: V1Request) {
    this.name = name;
    this.#remote = remote;
    this.#request = request;
  }

  async process(
    turn: CopilotRuntimeChatCompletionRequest,
  ): Promise<CopilotRuntimeChatCompletionResponse> {
    const { eventSource, threadId = crypto.randomUUID(), runId, signal } = turn;
    await eventSource.stream(async (stream) => {
      const route = { path: 'agents/execute', body: this.#bodyOf(turn, threadId) };
      const response = await this.#remote.open(this.#request, route, signal);
      for await (const event of readJsonLines(response, signal)) tellRuntimeEvent(stream, event);
      stream.complete();
    });
    return { threadId, ...(runId === undefined ? {} : { runId }) };
  }

  #bodyOf(
    { messages, actions, agentSession, agentStates }: CopilotRuntimeChatCompletionRequest,
    threadId: string,
  ): Readonly<Record<string, unknown>> {
    const own = agentStates?.find(({ agentName }) => agentName === this.name);
    return {
      name: this.name,
      threadId,
      nodeName: agentSession?.nodeName ?? null,
      messages,
      state: own?.state ?? {},
      config: own?.config ?? {},
      actions: actions.map(toRemoteAction),
      metaEvents: [],
    };
  }
}

function toRemoteAction({ name, description, jsonSchema }: ActionInput): Record<string, unknown> {
  const parameters: unknown = JSON.parse(jsonSchema);
  return { name, description, parameters };
}
