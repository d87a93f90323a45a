import { AgentConfigError } from './agent-config-error.js';

/**
 * `learnedSkills` is set, an option of upstream for a registry that it hosts: thrown by the constructor,
 * as upstream does with a registry that cannot be used (agent.md 2.3).
 */
export class LearnedSkillsError extends AgentConfigError {
  override readonly name = 'LearnedSkillsError';
  /** Upstream's word. */
  readonly code = 'INVALID_CONFIG';
}
