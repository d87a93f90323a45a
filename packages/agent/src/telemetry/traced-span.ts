import type { TelemetryContextManager } from './global-telemetry.js';
import { quietly } from './quietly.js';
import { emptyContext, withSpan, type TelemetryContext } from './telemetry-context.js';
import type { TelemetrySpan, TelemetryTracer, TelemetryValue } from './telemetry-options.js';

/** Those that are `undefined` are left out. */
export type SpanAttributes = Readonly<Record<string, TelemetryValue | undefined>>;

export interface SpanStart {
  readonly name: string;
  /** `client`: somebody else does the work. @default 'internal' */
  readonly kind?: 'internal' | 'client';
  readonly attributes: SpanAttributes;
}

export interface Tracing {
  readonly tracer: TelemetryTracer;
  readonly contexts: TelemetryContextManager | undefined;
}

/** By OpenTelemetry's numbers. */
const KINDS = { internal: 0, client: 2 } as const;
const STATUS_ERROR = 2;

/** A span that has begun. A tracer that throws makes spans incomplete, and nothing else. */
export class TracedSpan {
  readonly #tracing: Tracing;
  readonly #span: TelemetrySpan | undefined;
  readonly #context: TelemetryContext;
  #isEnded = false;

  /** Begins a span within the current one of the application, or within `parent`. */
  constructor(tracing: Tracing, start: SpanStart, parent?: TelemetryContext) {
    const { name, kind = 'internal', attributes } = start;
    const around = parent ?? quietly(() => tracing.contexts?.active()) ?? emptyContext();
    const options = { kind: KINDS[kind], attributes: defined(attributes) };
    const span = quietly(() => tracing.tracer.startSpan(name, options, around));
    this.#tracing = tracing;
    this.#span = span;
    this.#context = span === undefined ? around : withSpan(around, span);
  }

  /** Begins a span within this one. */
  child(start: SpanStart): TracedSpan {
    return new TracedSpan(this.#tracing, start, this.#context);
  }

  /** Runs the work as a part of the span, if the application has registered a context manager. */
  run<Value>(work: () => Value): Value {
    const { contexts } = this.#tracing;
    return contexts === undefined ? work() : contexts.with(this.#context, work);
  }

  set(attributes: SpanAttributes): void {
    for (const [name, value] of Object.entries(defined(attributes))) {
      quietly(() => this.#span?.setAttribute(name, value));
    }
  }

  /** Nothing if it has ended before. `errorType` marks it as failed. */
  end(errorType?: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (errorType !== undefined) {
      this.set({ 'error.type': errorType });
      quietly(() => this.#span?.setStatus({ code: STATUS_ERROR }));
    }
    quietly(() => this.#span?.end());
  }
}

function defined(attributes: SpanAttributes): Record<string, TelemetryValue> {
  const given: Record<string, TelemetryValue> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) given[name] = value;
  }
  return given;
}
