import { Client } from 'pg';

const CONNECT_MS = 5_000;
const FIRST_DELAY_MS = 100;
const LAST_DELAY_MS = 5_000;
const CLOSE_MS = 1_000;
const QUERY_MS = 5_000;

export interface KeptConnectionOptions {
  /** `null` for what the environment says. */
  readonly url: string | null;
  /** Prepares a new connection; it is used once this has succeeded. */
  readonly prepare?: (client: Client) => Promise<void>;
  /** Called when a connection is there that is not the first attempt's. */
  readonly onReconnected?: () => void;
  /**
   * How often a connection is asked whether it is still there, for one that nobody else asks
   * anything. It may be gone without either side being told.
   *
   * @default never
   */
  readonly checkEveryMs?: number;
  /**
   * How long it may take to answer.
   *
   * @default 5000
   */
  readonly answerMs?: number;
}

/** One connection that is replaced whenever it breaks, from 100 ms to 5 s later. */
export class KeptConnection {
  readonly #options: KeptConnectionOptions;
  #client: Client | null = null;
  /** Every connection that is not closed yet, the one in use among them. */
  readonly #open = new Set<Client>();
  #timer: NodeJS.Timeout | undefined;
  #attempts = 0;
  #failures = 0;
  #closed = false;

  constructor(options: KeptConnectionOptions) {
    this.#options = options;
  }

  /** The connection, or `null` while there is none. */
  get client(): Client | null {
    return this.#client;
  }

  /** Resolves when the first attempt has succeeded or failed. */
  async start(): Promise<void> {
    if (this.#closed || this.#attempts > 0) return;
    await this.#connect();
  }

  /** Gives up a connection that does not do what it should. */
  lose(client: Client): void {
    this.#open.delete(client);
    client.end().catch(ignore);
    if (client !== this.#client) return;
    this.#client = null;
    this.#again();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#client = null;
    const ends = [...this.#open].map((client) => client.end().catch(ignore));
    this.#open.clear();
    await Promise.race([Promise.all(ends), delay(CLOSE_MS)]);
  }

  async #connect(): Promise<void> {
    this.#attempts += 1;
    const { url, prepare, onReconnected } = this.#options;
    const isFirst = this.#attempts === 1;
    const client = createClient(url);
    this.#open.add(client);
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    try {
      await client.connect();
      await prepare?.(client);
    } catch {
      this.lose(client);
      return this.#again();
    }
    // It may have been closed, or have broken already.
    if (this.#closed || !this.#open.has(client)) return this.#again();
    this.#client = client;
    this.#failures = 0;
    this.#checkLater(client);
    if (!isFirst) onReconnected?.();
  }

  #checkLater(client: Client): void {
    const { checkEveryMs } = this.#options;
    if (checkEveryMs !== undefined) this.#schedule(checkEveryMs, () => this.#check(client));
  }

  async #check(client: Client): Promise<void> {
    try {
      await client.query(query('select 1', [], this.#options.answerMs));
      if (client === this.#client) this.#checkLater(client);
    } catch {
      this.lose(client);
    }
  }

  #again(): void {
    const longest = Math.min(FIRST_DELAY_MS * 2 ** this.#failures, LAST_DELAY_MS);
    this.#failures += 1;
    // Not all instances of a cluster in the same moment.
    this.#schedule(longest / 2 + (Math.random() * longest) / 2, () => this.#connect());
  }

  #schedule(ms: number, run: () => Promise<void>): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => void run().catch(ignore), ms).unref();
  }
}

/** A query that does not wait for a network that is gone. */
export function query(
  text: string,
  values: unknown[] = [],
  timeoutMs = QUERY_MS,
): { readonly text: string; readonly values: unknown[]; readonly query_timeout: number } {
  return { text, values, query_timeout: timeoutMs };
}

function createClient(url: string | null): Client {
  return new Client({
    ...(url === null ? {} : { connectionString: url }),
    application_name: 'flightdeck bus',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
}

function ignore(): void {
  // Another connection takes its place.
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
