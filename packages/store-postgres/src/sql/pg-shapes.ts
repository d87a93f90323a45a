/** One query as `pg` takes it. */
export interface PgQuery {
  readonly text: string;
  readonly values?: unknown[];
  /** Prepares the statement once per connection under this name. */
  readonly name?: string;
  /** Milliseconds after which it fails on this side, whatever the server does. */
  readonly query_timeout?: number;
}

export interface PgQueryable {
  query(query: PgQuery): Promise<{ readonly rows: readonly unknown[] }>;
}

export interface PgPoolClient extends PgQueryable {
  /** With an error, the connection is thrown away. */
  release(error?: Error): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** What is needed of a pool: that of `pg` has it, and so have its instrumented variants. */
export interface PgPool extends PgQueryable {
  connect(): Promise<PgPoolClient>;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}
