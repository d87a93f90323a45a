/** One promise to the users of CopilotKit's runtime, as the drop-in keeps it. */
export interface Requirement {
  /** Where the promise is written down; README.md says how to read it. */
  readonly source: string;
  /** What holds, in one sentence. */
  readonly behaviour: string;
  /** How this deliberately differs from CopilotKit's runtime, and what for. */
  readonly difference?: string;
  /** Why no test cites it: it is not offered yet. */
  readonly knownGap?: string;
}
