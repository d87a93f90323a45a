import type { AgentUser } from './agent-user.js';
import type { EmitEvent } from './agent-event.js';

/** `RunAgentInput` of any AG-UI version, as much as is relied on. */
export interface RunInput {
  readonly threadId: string;
  readonly runId: string;
  readonly messages?: unknown;
  readonly tools?: unknown;
  readonly context?: unknown;
  readonly state?: unknown;
  readonly forwardedProps?: unknown;
  readonly resume?: unknown;
  readonly protocolVersion?: unknown;
}

/** One run of an agent, whichever mode it is in. */
export interface RunRequest {
  readonly input: RunInput;
  readonly agentId: string | undefined;
  /** Of the HTTP request, as the runtime forwards them to agents. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whom the runtime has identified; `undefined` if nobody. */
  readonly user: AgentUser | undefined;
  /** Aborts when the run is stopped or nobody listens any more. */
  readonly signal: AbortSignal;
  /** Does nothing once nobody listens. */
  readonly emit: EmitEvent;
}

/** Whether the client understands what AG-UI 1.0 has added; older ones reject whole runs for it (agent.md 13.1). */
export function isVersion1({ protocolVersion }: RunInput): boolean {
  return typeof protocolVersion === 'string' && Number.parseInt(protocolVersion, 10) >= 1;
}
