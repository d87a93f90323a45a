/** What spans are told: OpenTelemetry's types of attributes, as many as are used. */
export type TelemetryValue = string | number | boolean | string[];

/** As much of OpenTelemetry's `Span` as is used. */
export interface TelemetrySpan {
  setAttribute(name: string, value: TelemetryValue): unknown;
  setStatus(status: { code: number }): unknown;
  end(): void;
}

/** As much of OpenTelemetry's `Tracer` as is used. */
export interface TelemetryTracer {
  startSpan(
    name: string,
    options?: { kind?: number; attributes?: Record<string, TelemetryValue> },
    context?: unknown,
  ): TelemetrySpan;
}

/** What becomes of the spans of an agent's runs. */
export interface TelemetryOptions {
  /**
   * Makes the spans: a `Tracer` of OpenTelemetry, or whatever has its `startSpan`.
   *
   * @default the tracer `@flightdeck/agent` of the tracer provider that the application has registered
   *   with `@opentelemetry/api`; without one there are no spans
   */
  readonly tracer?: TelemetryTracer;
  /**
   * Whether spans hold what is said: messages, system prompts, arguments and results of tools.
   *
   * @default false
   */
  readonly content?: boolean;
}

export interface ResolvedTelemetry {
  readonly tracer: TelemetryTracer | undefined;
  readonly content: boolean;
}

/** `undefined`: there are to be no spans. */
export function resolveTelemetry(
  given: boolean | TelemetryOptions | undefined,
): ResolvedTelemetry | undefined {
  if (given === false) return undefined;
  const { tracer, content = false } = typeof given === 'object' ? given : {};
  return { tracer, content };
}

/** Whether the value is one that {@link resolveTelemetry} understands. */
export function isTelemetry(value: unknown): boolean {
  if (typeof value === 'boolean') return true;
  if (typeof value !== 'object' || value === null) return false;
  const { tracer, content }: { readonly tracer?: unknown; readonly content?: unknown } = value;
  return (
    (tracer === undefined || isTracer(tracer)) &&
    (content === undefined || typeof content === 'boolean')
  );
}

function isTracer(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'startSpan' in value &&
    typeof value.startSpan === 'function'
  );
}
