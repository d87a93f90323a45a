import type { RunAgentInput } from '@flightdeck/core';
import type {
  AgentConfig,
  AnyEvent,
  ClientVersion,
  HttpAgentInstance,
  RunParameters,
} from './clients.js';

export type Transport = 'rest' | 'single';
export const TRANSPORTS: readonly Transport[] = ['rest', 'single'];

export type AgentCall = 'run' | 'connect';

export interface ClientOptions extends AgentConfig {
  /** The runtime's base URL. */
  readonly url: string;
  readonly transport?: Transport;
  /** @default 'run' */
  readonly call?: AgentCall;
  /** @default 'default' */
  readonly agentId?: string;
  readonly headers?: Record<string, string>;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * An `HttpAgent` that talks to the runtime. For the single-route transport it wraps its body in
 * the envelope, which is all that CopilotKit's own client does on top.
 */
export function httpClient(version: ClientVersion, options: ClientOptions): HttpAgentInstance {
  const { url, transport = 'rest', call = 'run', agentId = 'default', ...config } = options;
  if (transport === 'rest') {
    return new version.HttpAgent({ ...config, url: `${url}/agent/${agentId}/${call}` });
  }
  class EnvelopeAgent extends version.HttpAgent {
    override requestInit(input: RunAgentInput): RequestInit {
      const init = super.requestInit(input);
      const body: unknown = JSON.parse(init.body as string);
      const envelope = { method: `agent/${call}`, params: { agentId }, body };
      return { ...init, body: JSON.stringify(envelope) };
    }
  }
  return new EnvelopeAgent({ ...config, url });
}

/** What came of a run as the client tells it. */
export interface ClientRun {
  readonly events: readonly AnyEvent[];
  /** RUN_ERROR events. */
  readonly runErrors: readonly AnyEvent[];
  /** What `onRunFailed` was told. */
  readonly failures: readonly Error[];
  readonly finalized: number;
  /** What `runAgent` rejected with. */
  readonly rejection: unknown;
  readonly result: unknown;
  readonly newMessages: readonly unknown[];
}

/** Runs an agent and keeps everything that it reports. */
export async function runClient(
  agent: HttpAgentInstance,
  parameters: RunParameters = {},
): Promise<ClientRun> {
  const events: AnyEvent[] = [];
  const runErrors: AnyEvent[] = [];
  const failures: Error[] = [];
  let finalized = 0;
  let rejection: unknown;
  let outcome: Awaited<ReturnType<HttpAgentInstance['runAgent']>> | undefined;
  try {
    outcome = await agent.runAgent(parameters, {
      onEvent: ({ event }) => void events.push(event),
      onRunErrorEvent: ({ event }) => void runErrors.push(event),
      onRunFailed: ({ error }) => void failures.push(error),
      onRunFinalized: () => void (finalized += 1),
    });
  } catch (error) {
    rejection = error;
  }
  const { result, newMessages = [] } = outcome ?? {};
  return { events, runErrors, failures, finalized, rejection, result, newMessages };
}
