/** Why a stream could not be continued: its connection was lost and could not be made again. */
export class ResumeError extends Error {
  override readonly name = 'ResumeError';
  /** The status with which the server refused to go on, where it did. */
  readonly status: number | null;

  constructor(message: string, status: number | null = null, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}
