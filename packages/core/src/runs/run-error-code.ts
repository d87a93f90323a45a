/** The `code` of a `RUN_ERROR` that the runtime itself writes. An agent's own `RUN_ERROR` keeps its code. */
export type RunErrorCode =
  /** The agent threw, rejected, or ended without a terminal event. */
  | 'INCOMPLETE_STREAM'
  /** The run was longer than `maxRunDurationMs`. */
  | 'RUN_TIMEOUT'
  /** The agent was silent for longer than `idleTimeoutMs`. */
  | 'RUN_IDLE_TIMEOUT'
  /** The agent emitted an event that cannot be written as JSON. */
  | 'INVALID_EVENT'
  /** One event was larger than `maxEventBytes`. */
  | 'EVENT_TOO_LARGE'
  /** The server shut down before the run had ended. */
  | 'SERVER_SHUTDOWN'
  /** The store could not be written to for too long. */
  | 'STORE_UNAVAILABLE'
  /** The server process that executed the run is gone. */
  | 'OWNER_LOST'
  /** The thread was deleted while the run was under way. */
  | 'THREAD_REMOVED'
  /** More events were waiting for the store than the runtime keeps in memory. */
  | 'STORE_BACKPRESSURE'
  /** The run waited in the queue of its thread for longer than `enqueueTimeoutMs`. */
  | 'ENQUEUE_TIMEOUT'
  /** The run had waited in the queue when its id was used, or its thread became somebody else's. */
  | 'RUN_REFUSED'
  /** The run brought an answer to what has been answered elsewhere meanwhile. */
  | 'ALREADY_ANSWERED'
  /** A viewer of a custom runner read too slowly for its bounded buffer. */
  | 'SLOW_CONSUMER';
