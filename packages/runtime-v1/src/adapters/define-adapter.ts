import {
  resolveModel,
  type AgentLogger,
  type LanguageModel,
  type ModelSourceSettings,
} from '@flightdeck/agent';
import { ConfigError } from '@flightdeck/core';
import { rememberModelParts, type AdapterAgentOptions, type ModelParts } from './model-parts.js';
import { processWithModel } from './process-with-model.js';
import type {
  CopilotRuntimeChatCompletionRequest,
  CopilotRuntimeChatCompletionResponse,
  CopilotServiceAdapter,
} from './service-adapter.js';

/** An adapter that answers with a model of one provider. */
export interface ModelAdapter extends CopilotServiceAdapter {
  readonly name: string;
  readonly provider: string;
  /** The id of the model, as the provider knows it. */
  model: string;
  /** The model with everything that the adapter was told of its provider. Nothing is loaded before its first use. */
  getLanguageModel(): LanguageModel;
}

/** A row of the table of adapters. v1.md 6.2. */
export interface AdapterDefinition<Params, Exposed> {
  readonly name: string;
  /** What the adapter calls its provider. */
  readonly provider: string;
  /** `null` where the application has to choose. */
  readonly defaultModel: string | null;
  /** The model of an id as agents know it, and how to get in. */
  source(params: Params, modelId: string): ModelSource;
  /** @default nothing of its own */
  agent?(params: Params, logger: AgentLogger | undefined): AdapterAgentOptions;
  /** What else is seen of an adapter. @default nothing */
  expose?(params: Params): Exposed;
}

export interface ModelSource {
  /** `provider/model-id`. */
  readonly spec: string;
  readonly settings: ModelSourceSettings;
}

/** Constructing throws a `ConfigError` where a model has to be chosen and is not; it loads and asks nothing. */
export type AdapterClass<Params, Exposed = object> = new (
  params?: Params,
) => ModelAdapter & Exposed;

/** Makes the class of an adapter. v1.md 6.3. */
export function defineAdapter<
  Params extends { readonly model?: string },
  Exposed extends object = object,
>(definition: AdapterDefinition<Params, Exposed>): AdapterClass<Params, Exposed> {
  const { name, provider } = definition;
  class Adapter implements ModelAdapter {
    static {
      Object.defineProperty(this, 'name', { value: name });
    }

    readonly name = name;
    readonly provider = provider;
    model: string;
    readonly #parts: ModelParts;
    readonly #modelNamed: (modelId: string) => LanguageModel;

    constructor(params?: Params) {
      // All options are optional, except for a model where there is no default one.
      const given = params ?? ({} as Params);
      this.model = given.model ?? defaultModel(definition);
      for (const [key, value] of Object.entries(definition.expose?.(given) ?? {})) {
        // Clients have keys, which printing an adapter is not to print.
        Object.defineProperty(this, key, { value, enumerable: false });
      }
      this.#modelNamed = (modelId) => modelOf(definition.source(given, modelId));
      this.#parts = {
        model: () => this.#modelNamed(this.model),
        modelNamed: this.#modelNamed,
        agent: (logger) => ({
          ...secretsOf(definition.source(given, this.model)),
          ...definition.agent?.(given, logger),
        }),
      };
      rememberModelParts(this, { ...this.#parts, methods: Adapter.prototype });
    }

    getLanguageModel(): LanguageModel {
      return this.#modelNamed(this.model);
    }

    process(
      request: CopilotRuntimeChatCompletionRequest,
    ): Promise<CopilotRuntimeChatCompletionResponse> {
      return processWithModel(this.#parts, request);
    }
  }
  // What is exposed was defined above.
  return Adapter as unknown as AdapterClass<Params, Exposed>;
}

function defaultModel({ name, defaultModel: model }: AdapterDefinition<never, object>): string {
  if (model !== null) return model;
  throw new ConfigError(`${name} needs the option "model"`);
}

function modelOf({ spec, settings }: ModelSource): LanguageModel {
  return resolveModel(spec, settings);
}

/** What no failure may repeat. */
function secretsOf({ settings: { apiKey, headers } }: ModelSource): AdapterAgentOptions {
  return {
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(headers === undefined ? {} : { headers }),
  };
}
