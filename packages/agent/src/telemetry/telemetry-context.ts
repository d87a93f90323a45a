import type { TelemetrySpan } from './telemetry-options.js';

/** OpenTelemetry's `Context`: values that go along with what is done. Never changes. */
export interface TelemetryContext {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): TelemetryContext;
  deleteValue(key: symbol): TelemetryContext;
}

/** Under which every copy of `@opentelemetry/api` 1.x looks for the current span. */
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN');

/** The context with another current span. */
export function withSpan(context: TelemetryContext, span: TelemetrySpan): TelemetryContext {
  return context.setValue(SPAN, span);
}

/** A context without values, for applications that have registered no context manager. */
export function emptyContext(): TelemetryContext {
  return contextOf(new Map());
}

function contextOf(values: ReadonlyMap<symbol, unknown>): TelemetryContext {
  return {
    getValue: (key) => values.get(key),
    setValue: (key, value) => contextOf(new Map(values).set(key, value)),
    deleteValue: (key) => contextOf(new Map([...values].filter(([other]) => other !== key))),
  };
}
