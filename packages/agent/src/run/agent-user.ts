/** On whose behalf a run is made: what `identifyUser` of the runtime has found, as it found it. */
export interface AgentUser {
  /** Stable and unique within the tenant. */
  readonly id: string;
  readonly name?: string;
  readonly tenantId?: string;
}

/** Where the runtime puts it: by this name on the clone that runs, so that neither needs the other's code. */
const AGENT_USER = Symbol.for('flightdeck.user');

/** The user of the request that an agent was cloned for; `undefined` if there is none, or no runtime. */
export function userOf(agent: object): AgentUser | undefined {
  const user: unknown = Reflect.get(agent, AGENT_USER);
  return isUser(user) ? user : undefined;
}

/** Hands the user on to an agent that runs for another one. Not enumerable: clones do not take it along. */
export function setUser(agent: object, user: AgentUser | undefined): void {
  Reflect.defineProperty(agent, AGENT_USER, { value: user, configurable: true, writable: true });
}

function isUser(value: unknown): value is AgentUser {
  return (
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
  );
}
