import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Pages share the machine with their server and with other tests. */
const DEADLINE_MS = 20_000;

const MAIN = fileURLToPath(new URL('../published/page/main.mjs', import.meta.url));

/** The props of `<CopilotKit>` that the scenarios use, and which hooks the application calls. */
export interface PageOptions {
  readonly runtimeUrl: string;
  readonly agent?: string;
  /** The agent whose state the application shares, with `useCoAgent`. */
  readonly coAgent?: string;
  readonly threadId?: string;
  readonly publicApiKey?: string;
  readonly showDevConsole?: boolean;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default false, as the inspector asks its vendor for news */
  readonly enableInspector?: boolean;
  /** Whether the application answers interrupts. */
  readonly interrupts?: boolean;
}

/** What a user sees of a page, and what its application and its console were told. */
export interface Sight {
  /** Role and text of each message that is shown, in order. */
  readonly messages: readonly (readonly [string, string])[];
  readonly state: string | null;
  readonly node: string | null;
  readonly running: string | null;
  readonly loading: string | null;
  /** Whether a message can be sent. */
  readonly available: string | null;
  /** The text of an open interrupt. */
  readonly interrupt: string | null;
  /** Everything on the page, with what the client itself shows there. */
  readonly body: string;
  /** Handlers of the application that were called, with their arguments. */
  readonly calls: readonly (readonly [string, unknown])[];
  /** Type and text of the errors that `onError` was called with. */
  readonly errors: readonly (readonly [string, string | null])[];
  /** What was written to the console, rejections that nobody handled and errors that nobody caught. */
  readonly said: readonly string[];
  /** Hosts other than loopback that the client has tried to reach. */
  readonly attempts: readonly string[];
}

interface Answer {
  readonly ready?: boolean;
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** A browser page in a process of its own, with one published version of the React client. */
export class ClientPage {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, (answer: Answer) => void>();
  #nextId = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (answer: Answer) => {
      if (answer.id === undefined) return;
      this.#pending.get(answer.id)?.(answer);
      this.#pending.delete(answer.id);
    });
    child.once('exit', (code) => {
      for (const settle of this.#pending.values()) settle({ error: `The page has ended: ${code}` });
      this.#pending.clear();
    });
  }

  /** Loads a version by its alias in the package file of this folder. */
  static async start(alias: string): Promise<ClientPage> {
    const child = fork(MAIN, [alias], {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const page = new ClientPage(child);
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`${alias} did not load: ${code}`)));
    });
    return page;
  }

  /** The names that the version exports. */
  async exports(): Promise<readonly string[]> {
    return (await this.#call('exports')) as string[];
  }

  async open(options: PageOptions): Promise<void> {
    await this.#call('open', options);
  }

  async close(): Promise<void> {
    await this.#call('close');
  }

  async send(text: string): Promise<void> {
    await this.#call('perform', 'send', text);
  }

  async runTask(instructions: string): Promise<void> {
    await this.#call('perform', 'runTask', instructions);
  }

  async extractTotal(): Promise<void> {
    await this.#call('perform', 'extractTotal');
  }

  async setState(state: unknown): Promise<void> {
    await this.#call('perform', 'setState', state);
  }

  async click(part: 'stop' | 'interrupt'): Promise<void> {
    await this.#call('click', part);
  }

  async see(): Promise<Sight> {
    return (await this.#call('see')) as Sight;
  }

  /** Looks at the page until it shows what is waited for. */
  async untilSeen(what: string, isSeen: (sight: Sight) => boolean): Promise<Sight> {
    const giveUpAt = Date.now() + DEADLINE_MS;
    for (;;) {
      const sight = await this.see();
      if (isSeen(sight)) return sight;
      if (Date.now() > giveUpAt) {
        throw new Error(
          `Waited in vain for ${what}; the page is ${JSON.stringify(sight, null, 1)}`,
        );
      }
      // Often enough for a user, and seldom enough to leave the page its processor.
      await setTimeout(20);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.disconnect();
    await ended;
  }

  async #call(command: string, ...args: readonly unknown[]): Promise<unknown> {
    const id = (this.#nextId += 1);
    const answer = await new Promise<Answer>((resolve) => {
      this.#pending.set(id, resolve);
      this.#child.send({ id, command, args });
    });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result;
  }
}
