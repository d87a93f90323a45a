import type { FileChange } from '../plan/file-change.js';
import type { ProjectFiles } from '../project/project-files.js';
import { isSourcePath } from '../source/parse-source.js';

const WRITTEN = /(^|\/)(copilotkit(\.module)?\.[cm]?[jt]s|api\/copilotkit\/.*)$/;

/** Whether a source imports the runtime from us, and thus is done, however it was changed since. */
export function isOurs(text: string): boolean {
  return /['"`]@flightdeck\/(runtime|core)[-\w]*(\/[\w/]+)?['"`]/.test(text);
}

/** A file outside of those that `init` writes in which the user has a runtime of ours already. */
export function findOwnRuntime(files: ProjectFiles): string | undefined {
  return files
    .list()
    .filter((path) => isSourcePath(path) && !WRITTEN.test(path))
    .find((path) => /['"`]@flightdeck\/runtime[-/\w]*['"`]/.test(files.read(path) ?? ''));
}

/** The change that brings a file into the project; none if it is there. */
export function ownFile(
  files: ProjectFiles,
  { path, text }: { path: string; text: string },
): readonly FileChange[] {
  const before = files.read(path);
  if (before !== null && isOurs(before)) return [];
  return [
    {
      path,
      before,
      after: text,
      summary:
        before === null ? 'the runtime and its agent' : 'is replaced by the runtime and its agent',
      replaces: before !== null,
    },
  ];
}
