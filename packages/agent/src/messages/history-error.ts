/** The history of a run cannot be shown to a model, and `historyRepair` is `error`. */
export class HistoryError extends Error {
  /** As in `RUN_ERROR.code`. */
  readonly code = 'bad_request';

  constructor(message: string) {
    super(message);
    this.name = 'HistoryError';
  }
}
