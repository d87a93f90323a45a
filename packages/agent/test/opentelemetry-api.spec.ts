import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { BuiltInAgent, type TelemetryTracer } from '../src/index.js';
import { createFakeTracer } from './support/fake-tracing.js';
import { createRecordingLogger } from './support/recording-logger.js';
import { collectRun } from './support/run-events.js';
import { says, scriptedModel } from './support/scripted-model.js';

/** As much of `@opentelemetry/api` as is used here. */
interface Api {
  readonly ROOT_CONTEXT: unknown;
  readonly trace: {
    setGlobalTracerProvider(provider: { getTracer(): TelemetryTracer }): boolean;
    getActiveSpan(): unknown;
    getTracer(name: string): TelemetryTracer;
    disable(): void;
  };
  readonly context: {
    setGlobalContextManager(manager: object): boolean;
    disable(): void;
  };
}

// Installed because AI SDK 6 depends on it; the agent itself does not.
const api = createRequire(createRequire(import.meta.url).resolve('ai6'))(
  '@opentelemetry/api',
) as Api;

describe('the agent beside the real @opentelemetry/api', () => {
  afterEach(() => {
    api.trace.disable();
    api.context.disable();
  });

  function register() {
    const tracer = createFakeTracer();
    const storage = new AsyncLocalStorage<unknown>();
    api.trace.setGlobalTracerProvider({ getTracer: () => tracer });
    api.context.setGlobalContextManager({
      active: () => storage.getStore() ?? api.ROOT_CONTEXT,
      with: (context: unknown, work: () => unknown) => storage.run(context, work),
      bind: (_: unknown, target: unknown) => target,
      enable() {
        return this;
      },
      disable() {
        return this;
      },
    });
    return tracer;
  }

  it('finds what was registered with it, and its span is the active one for models [agent.telemetry]', async () => {
    const tracer = register();
    const active: unknown[] = [];
    const scripted = scriptedModel([says('Hi')]);
    const model = {
      ...scripted,
      async doStream(options: never) {
        await Promise.resolve();
        active.push(api.trace.getActiveSpan());
        return scripted.doStream(options);
      },
    };
    const agent = new BuiltInAgent({ model, logger: createRecordingLogger() });
    await collectRun(agent);
    expect(tracer.spans.map(({ name }) => name)).toEqual(['invoke_agent', 'chat script-1']);
    expect(active).toEqual([tracer.made[1]]);
  });

  it('says nothing when nothing is registered', async () => {
    const agent = new BuiltInAgent({
      model: scriptedModel([says('Hi')]),
      logger: createRecordingLogger(),
    });
    const { error } = await collectRun(agent);
    expect(error).toBeUndefined();
  });
});
