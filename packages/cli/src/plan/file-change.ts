/** A file that is to be written. */
export interface FileChange {
  /** Relative to the project, with slashes. */
  readonly path: string;
  /** What it holds now; `null` if it does not exist. */
  readonly before: string | null;
  readonly after: string;
  /** Says in a few words what happens to it. */
  readonly summary: string;
  /** Whether a whole file of somebody else is lost. */
  readonly replaces?: boolean;
}
