import { AsyncLocalStorage } from 'node:async_hooks';
import type { TelemetrySpan, TelemetryTracer, TelemetryValue } from '../../src/index.js';

export interface RecordedSpan {
  readonly name: string;
  readonly kind: number | undefined;
  readonly parent: string | undefined;
  readonly attributes: Record<string, TelemetryValue>;
  /** OpenTelemetry's code; 0: none was set. */
  status: number;
  /** How often it was ended. */
  ends: number;
}

export interface FakeTracer extends TelemetryTracer {
  readonly spans: readonly RecordedSpan[];
  /** What the agent was given for each of them. */
  readonly made: readonly TelemetrySpan[];
}

interface Context {
  getValue(key: symbol): unknown;
}

const API = Symbol.for('opentelemetry.js.api.1');
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN');

interface WritableContext extends Context {
  setValue(key: symbol, value: unknown): WritableContext;
}

/** A tracer that keeps its spans, and finds their parents as OpenTelemetry's does. */
export function createFakeTracer(): FakeTracer {
  const spans: RecordedSpan[] = [];
  const made: TelemetrySpan[] = [];
  const names = new WeakMap<object, string>();
  return {
    spans,
    made,
    startSpan(name, { kind, attributes } = {}, context): TelemetrySpan {
      // What the agent gives is a context.
      const around = (context as Context | undefined)?.getValue(SPAN);
      const parent = typeof around === 'object' && around !== null ? names.get(around) : undefined;
      const recorded: RecordedSpan = {
        name,
        kind,
        parent,
        attributes: { ...attributes },
        status: 0,
        ends: 0,
      };
      spans.push(recorded);
      const span: TelemetrySpan = {
        setAttribute(key, value) {
          if (recorded.ends === 0) recorded.attributes[key] = value;
        },
        setStatus({ code }) {
          recorded.status = code;
        },
        end() {
          recorded.ends += 1;
        },
      };
      names.set(span, name);
      made.push(span);
      return span;
    },
  };
}

export interface FakeGlobalApi {
  /** Names of the tracers that were asked for. */
  readonly tracers: readonly string[];
  /** The current span as the API's `trace.getActiveSpan` finds it. */
  readonly activeSpan: () => unknown;
  readonly remove: () => void;
}

/** Registers a tracer provider and a context manager where `@opentelemetry/api` does. */
export function registerGlobalApi(tracer: TelemetryTracer): FakeGlobalApi {
  const tracers: string[] = [];
  const storage = new AsyncLocalStorage<Context>();
  const root = contextOf(new Map());
  const registered = {
    version: '1.9.0',
    trace: {
      getTracer(name: string) {
        tracers.push(name);
        return tracer;
      },
    },
    context: {
      active: () => storage.getStore() ?? root,
      with: (context: Context, work: () => unknown) => storage.run(context, work),
    },
  };
  Reflect.set(globalThis, API, registered);
  return {
    tracers,
    activeSpan: () => storage.getStore()?.getValue(SPAN),
    remove: () => void Reflect.deleteProperty(globalThis, API),
  };
}

function contextOf(values: ReadonlyMap<symbol, unknown>): WritableContext {
  return {
    getValue: (key: symbol) => values.get(key),
    setValue: (key: symbol, value: unknown) => contextOf(new Map(values).set(key, value)),
  };
}
