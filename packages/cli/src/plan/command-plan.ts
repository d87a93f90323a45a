import type { PackageManager } from '../project/package-manager.js';
import type { FileChange } from './file-change.js';

/** What a command is about to do. */
export interface CommandPlan {
  /** Says what was found. */
  readonly heading: string;
  readonly manager: PackageManager;
  readonly changes: readonly FileChange[];
  /** What the user has to look at. */
  readonly notices: readonly string[];
  /** What the user does next, once the changes are made. */
  readonly steps: readonly string[];
}
