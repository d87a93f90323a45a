import type { AgentLogger, BuiltInAgentClassicConfig } from './agent-options.js';

/**
 * Approvals rest on the history that the browser sends: without a signature, who makes up a call can
 * approve it as well. Harmless for tools that check their user themselves, which nobody else can tell.
 */
export function warnOfUnsignedApprovals(
  { tools = [], interruptSecret }: BuiltInAgentClassicConfig,
  logger: AgentLogger,
): void {
  if (interruptSecret !== undefined) return;
  const asking = tools.filter(({ needsApproval }) => (needsApproval ?? false) !== false);
  if (asking.length === 0) return;
  const names = asking.map(({ name }) => name).join(', ');
  logger.warn(
    `Without the option interruptSecret, a client can approve calls that no model has made, of: ${names}`,
  );
}
