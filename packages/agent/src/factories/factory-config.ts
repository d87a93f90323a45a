/** What is put in the place of the agent's own tool loop (agent.md 2.2). */
export interface BuiltInAgentFactoryConfig {
  readonly type: 'aisdk' | 'tanstack' | 'custom';
  /** Told to clients by `GET /info`. */
  readonly description?: string;
  readonly factory: (context: never) => unknown;
}
