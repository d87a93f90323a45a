import { ConfigError } from '../errors/config-error.js';
import { isRecord } from '../internal/is-record.js';

/**
 * What becomes of a run whose server process is gone. `fail` ends it with RUN_ERROR `OWNER_LOST`;
 * `reattach` lets agents that can go on listening do so; `restart` runs idempotent agents again,
 * at most once. Where an agent cannot do what the policy asks for, its run fails.
 */
export type RecoveryPolicy = 'fail' | 'reattach' | 'restart';

/** One policy for all agents, or one per agent id; agents that are not named fail. */
export type RecoveryOption = RecoveryPolicy | Readonly<Record<string, RecoveryPolicy>>;

const POLICIES: readonly unknown[] = ['fail', 'reattach', 'restart'] satisfies RecoveryPolicy[];

/** @throws ConfigError for anything that is no policy */
export function resolveRecovery(
  option: RecoveryOption = 'fail',
): (agentId: string) => RecoveryPolicy {
  const given: unknown = option;
  const policies = isRecord(given) ? Object.values(given) : [given];
  if (!policies.every((policy) => POLICIES.includes(policy))) {
    throw new ConfigError(`recovery must be one of ${POLICIES.join(', ')}, or a record of them`);
  }
  if (typeof option === 'string') return () => option;
  const byAgent = new Map(Object.entries(option));
  return (agentId) => byAgent.get(agentId) ?? 'fail';
}
