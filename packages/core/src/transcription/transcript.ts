/** What was said, and what a provider knows besides. */
export interface Transcript {
  /** Empty if nothing was said. */
  readonly text: string;
  /** The language as the provider names it, such as `en` or `english`. */
  readonly language?: string;
  /** How long the recording is. */
  readonly durationSeconds?: number;
  /** The parts of the text in order, with their times. */
  readonly segments?: readonly TranscriptSegment[];
}

/** A part of a recording. */
export interface TranscriptSegment {
  readonly text: string;
  /** Seconds from the beginning of the recording. */
  readonly startSeconds: number;
  /** Seconds from the beginning of the recording. */
  readonly endSeconds: number;
}
