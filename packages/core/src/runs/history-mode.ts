import { ConfigError } from '../errors/config-error.js';

/**
 * Which messages an agent is given. `full`: the whole conversation, with what the client has left
 * out taken from the thread. `lastTurn`: of these, what has been said since the user spoke last, for
 * agents that remember the rest themselves. `none`: what the client has sent, as it is.
 */
export type HistoryMode = 'full' | 'lastTurn' | 'none';

/** One mode for all agents, or modes by agent id; `default` is for the agents that are not named. */
export type HistoryOption = HistoryMode | Readonly<Record<string, HistoryMode>>;

const MODES: readonly unknown[] = ['full', 'lastTurn', 'none'] satisfies HistoryMode[];

/**
 * The mode of each agent.
 *
 * @throws ConfigError
 */
export function resolveHistory(option: HistoryOption = 'full'): (agentId: string) => HistoryMode {
  if (typeof option !== 'object' || option === null) {
    const mode = checked(option);
    return () => mode;
  }
  const modes = new Map(Object.entries(option).map(([id, mode]) => [id, checked(mode)]));
  const fallback = modes.get('default') ?? 'full';
  return (agentId) => modes.get(agentId) ?? fallback;
}

function checked(mode: HistoryMode): HistoryMode {
  if (MODES.includes(mode)) return mode;
  throw new ConfigError(`history must be one of ${MODES.join(', ')}, or a record of these`);
}
