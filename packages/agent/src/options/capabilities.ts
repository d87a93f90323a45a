/** By category, as `GET /info` tells them. */
export type AgentCapabilityRecord = Readonly<Record<string, unknown>>;

const INFERRED: AgentCapabilityRecord = {
  tools: { supported: true, clientProvided: true },
  transport: { streaming: true },
  humanInTheLoop: { interrupts: true },
};

/** What every built-in agent can do, with the configured categories in the place of the inferred ones. */
export function agentCapabilities(configured: AgentCapabilityRecord = {}): AgentCapabilityRecord {
  return { ...INFERRED, ...configured };
}
