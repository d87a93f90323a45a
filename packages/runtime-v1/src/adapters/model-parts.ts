import type { AgentLogger, BuiltInAgentClassicConfig, LanguageModel } from '@flightdeck/agent';
import type { CopilotServiceAdapter } from './service-adapter.js';

/** What an agent has of an adapter, apart from its model. */
export type AdapterAgentOptions = Pick<
  BuiltInAgentClassicConfig,
  | 'apiKey'
  | 'disableParallelToolCalls'
  | 'headers'
  | 'maxInputTokens'
  | 'onStep'
  | 'promptCaching'
  | 'providerOptions'
>;

/** What an adapter that answers with a model has beside what applications see of it. */
export interface ModelParts {
  /** The model that the adapter answers with. */
  readonly model: () => LanguageModel | string;
  /** Another model of the same provider; `null` where there is none. */
  readonly modelNamed: ((modelId: string) => LanguageModel) | null;
  readonly agent: (logger: AgentLogger | undefined) => AdapterAgentOptions;
}

/** The parts, with the methods that they stand for. */
interface Known extends ModelParts {
  readonly methods: Pick<CopilotServiceAdapter, 'process' | 'getLanguageModel'>;
}

const KNOWN = new WeakMap<CopilotServiceAdapter, Known>();

/** To be called by the constructor of an adapter, with the methods of its class. */
export function rememberModelParts(adapter: CopilotServiceAdapter, known: Known): void {
  KNOWN.set(adapter, known);
}

/**
 * `null` for an adapter that answers by its `process()`: one that has no model, and one of this package
 * whose `process()` an application has replaced.
 */
export function modelPartsOf(adapter: CopilotServiceAdapter): ModelParts | null {
  const known = KNOWN.get(adapter);
  if (known !== undefined && adapter.process !== known.methods.process) return null;
  if (adapter.getLanguageModel === known?.methods.getLanguageModel) return known ?? null;
  // The model of an application may come from anywhere: there are no others like it.
  const model = (): LanguageModel | string => adapter.getLanguageModel?.() ?? missingModel();
  return { modelNamed: null, agent: known?.agent ?? (() => ({})), model };
}

function missingModel(): never {
  throw new TypeError('getLanguageModel() of the service adapter returned no model');
}
