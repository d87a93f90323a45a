/** A mistake in the options of an agent, thrown where they are given. Its message says what to change. */
export class AgentConfigError extends Error {
  override readonly name: string = 'AgentConfigError';
}
