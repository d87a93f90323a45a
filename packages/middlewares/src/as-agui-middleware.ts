import { isRunAnswer } from './compose-middlewares.js';
import type {
  AguiEvent,
  RunContext,
  RunInput,
  RunMiddleware,
  RunTransform,
} from './run-middleware.js';

/** As much of an Observable's subscriber as is needed. */
export interface EventSubscriber {
  next(event: unknown): void;
  error(error: unknown): void;
  complete(): void;
}

/** As much of an Observable as is needed: that of rxjs fits. */
export interface EventObservable {
  subscribe(subscriber: EventSubscriber): { unsubscribe(): void };
}

/** The class `Observable` of rxjs; this package does not bring one of its own. */
export type ObservableClass = new (
  subscribe: (subscriber: EventSubscriber) => () => void,
) => EventObservable;

/** What `agent.use(…)` takes; it gives an Observable like the agent's own. */
export type AguiMiddleware = <TObservable>(
  input: RunInput,
  next: { run(input: never): TObservable },
) => TObservable;

export interface AguiMiddlewareOptions {
  /**
   * The agent that the middleware is for.
   *
   * @default 'default'
   */
  readonly agentId?: string;
  /** The headers that middlewares may pass on. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A middleware for `agent.use(…)` of AG-UI clients 0.0.57 to 1.0. A client wants an Observable at once,
 * while the input for its agent is known later, so the class has to be given:
 * `agent.use(asAguiMiddleware(openGenerativeUI(true), Observable))`. Events go through as they come;
 * nothing is copied and nothing waits for a timer.
 */
export function asAguiMiddleware(
  middleware: RunMiddleware,
  Observable: ObservableClass,
  { agentId = 'default', headers = {} }: AguiMiddlewareOptions = {},
): AguiMiddleware {
  return <TObservable>(input: RunInput, next: { run(input: never): TObservable }) => {
    const events = new Observable((subscriber) => {
      const controller = new AbortController();
      const context = { agentId, headers, signal: controller.signal };
      const run = new AguiRun(next, subscriber, context);
      run.start(middleware, input).catch((error: unknown) => run.fail(error));
      return () => {
        controller.abort();
        run.stop();
      };
    });
    // Clients take Observables of any copy of rxjs 7; types of two copies would not fit each other.
    return events as TObservable;
  };
}

/** One run on its way from the agent to a subscriber. */
class AguiRun {
  readonly #next: { run(input: never): unknown };
  readonly #subscriber: EventSubscriber;
  readonly #context: RunContext;
  #source: { unsubscribe(): void } | null = null;

  constructor(
    next: { run(input: never): unknown },
    subscriber: EventSubscriber,
    context: RunContext,
  ) {
    this.#next = next;
    this.#subscriber = subscriber;
    this.#context = context;
  }

  async start(middleware: RunMiddleware, input: RunInput): Promise<void> {
    const begun = await middleware.begin(input, this.#context);
    if (this.#context.signal.aborted) return;
    if (begun !== null && isRunAnswer(begun)) await this.#drain(() => begun.answer());
    else this.#follow(begun, begun?.input ?? input);
  }

  fail(error: unknown): void {
    if (!this.#context.signal.aborted) this.#subscriber.error(error);
  }

  stop(): void {
    this.#source?.unsubscribe();
  }

  #follow(transform: RunTransform | null, input: RunInput): void {
    // The client takes what it gave to the middleware, and its agents return Observables.
    const events = this.#next.run(input as never) as EventObservable;
    this.#source = events.subscribe({
      next: (event) => this.#pass(transform, event),
      error: (error) => {
        for (const event of transform?.abandon?.() ?? []) this.#subscriber.next(event);
        this.#subscriber.error(error);
      },
      complete: () => {
        this.#drain(() => transform?.end() ?? []).catch((error: unknown) => this.fail(error));
      },
    });
    // An agent that has ended at once may have been left before there was a subscription.
    if (this.#context.signal.aborted) this.stop();
  }

  #pass(transform: RunTransform | null, event: unknown): void {
    try {
      // Whatever an agent says over AG-UI is an event.
      const events = transform?.push(event as AguiEvent) ?? [event];
      for (const each of events) this.#subscriber.next(each);
    } catch (error) {
      // Observables have no way back for what their subscribers throw.
      this.fail(error);
      this.stop();
    }
  }

  async #drain(events: () => Iterable<AguiEvent> | AsyncIterable<AguiEvent>): Promise<void> {
    for await (const event of events()) {
      if (this.#context.signal.aborted) return;
      this.#subscriber.next(event);
    }
    this.#subscriber.complete();
  }
}
