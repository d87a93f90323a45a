import { quietly } from './quietly.js';
import type { TelemetryContext } from './telemetry-context.js';
import type { TelemetryTracer } from './telemetry-options.js';

/** Makes a context the current one while a function runs, and what that function starts. */
export interface TelemetryContextManager {
  active(): TelemetryContext;
  with<Value>(context: TelemetryContext, work: () => Value): Value;
}

interface GlobalTelemetry {
  readonly trace?: { getTracer(name: string): TelemetryTracer } | undefined;
  readonly context?: TelemetryContextManager | undefined;
}

/** Where every copy of `@opentelemetry/api` 1.x puts what the application has registered. */
const API = Symbol.for('opentelemetry.js.api.1');

const TRACER = '@flightdeck/agent';

/** The tracer of the provider that the application has registered; `undefined` if it has none. */
export function globalTracer(): TelemetryTracer | undefined {
  return quietly(() => registered()?.trace?.getTracer(TRACER));
}

/** The context manager that the application has registered; `undefined` if it has none. */
export function globalContextManager(): TelemetryContextManager | undefined {
  return registered()?.context;
}

function registered(): GlobalTelemetry | undefined {
  // Written by OpenTelemetry's API alone; its major version is a part of the name.
  return Reflect.get(globalThis, API) as GlobalTelemetry | undefined;
}
