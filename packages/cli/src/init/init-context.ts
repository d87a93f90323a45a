import type { Manifest } from '../project/manifest.js';
import type { ProjectFiles } from '../project/project-files.js';
import type { Framework } from '../project/framework.js';
import type { FileChange } from '../plan/file-change.js';

/** A project that is to get a runtime. */
export interface InitContext {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  readonly framework: Framework;
  /** What the agent asks. */
  readonly model: string;
}

/** What a framework needs. */
export interface FrameworkPlan {
  /** Files that are written or edited, without `package.json`. */
  readonly changes: readonly FileChange[];
  /** Packages of ours that the written code imports. */
  readonly packages: readonly string[];
  /** Where the runtime answers. */
  readonly url: string;
  /** What the user has to look at or to do by hand. */
  readonly notices: readonly string[];
}

/** Where the runtime is mounted, unless the framework adds a prefix. */
export const BASE_PATH = '/api/copilotkit';
