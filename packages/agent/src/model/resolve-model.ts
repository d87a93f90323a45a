import type { LanguageModel, SupportedUrls } from './language-model.js';
import { ModelFailure } from './model-failure.js';
import type { ModelSource } from './model-source.js';
import { modelSource } from './model-source.js';
import type { ModelSourceSettings } from './model-source-settings.js';

/**
 * A model that is loaded when it is first used. The methods are those of a `LanguageModelV3`; their
 * types fit wherever one is wanted, of whichever copy of the specification.
 */
export interface ResolvedModel extends LanguageModel {
  readonly specificationVersion: 'v3';
  readonly supportedUrls: Promise<Record<string, RegExp[]>>;
  /** `(options: LanguageModelV3CallOptions) => PromiseLike<LanguageModelV3StreamResult>` */
  doStream(options: never): Promise<never>;
  /** `(options: LanguageModelV3CallOptions) => PromiseLike<LanguageModelV3GenerateResult>` */
  doGenerate(options: never): Promise<never>;
}

/**
 * The model of a string such as `openai/gpt-4o`, for `streamText` of `ai` 6 and for agents. Anything
 * else is returned unchanged. `apiKey` stands in for the provider's environment variable.
 *
 * Throws for a string that names no known provider. Missing keys and packages are errors of the
 * model's first use.
 */
export function resolveModel(spec: string, apiKey?: string): ResolvedModel;
export function resolveModel<T>(spec: T, apiKey?: string): T extends string ? ResolvedModel : T;
export function resolveModel(spec: unknown, apiKey?: string): unknown {
  return typeof spec === 'string' ? new LazyModel(modelSource(spec), { apiKey }) : spec;
}

/** The part of a V3 model that `LanguageModel` does not name. */
interface LoadedModel extends LanguageModel {
  doGenerate?(options: never): PromiseLike<never>;
}

class LazyModel implements ResolvedModel {
  readonly specificationVersion = 'v3';
  readonly modelId: string;
  readonly #source: ModelSource;
  readonly #settings: ModelSourceSettings;
  #loaded: Promise<LoadedModel> | undefined;

  constructor(source: ModelSource, settings: ModelSourceSettings) {
    this.modelId = source.modelId;
    this.#source = source;
    this.#settings = settings;
  }

  get provider(): string {
    return this.#source.label(this.#settings);
  }

  get supportedUrls(): Promise<Record<string, RegExp[]>> {
    const urls = this.#load().then(async (model) => copied((await model.supportedUrls) ?? {}));
    // Reading a property must not end the process if nobody waits for it.
    urls.catch(() => undefined);
    return urls;
  }

  async doStream(options: never): Promise<never> {
    const model = await this.#load();
    return (await model.doStream(options)) as never; // see `ResolvedModel`
  }

  async doGenerate(options: never): Promise<never> {
    const model = await this.#load();
    if (model.doGenerate === undefined) {
      throw new ModelFailure('bad_request', `"${this.modelId}" can only stream.`);
    }
    return model.doGenerate(options);
  }

  /** Loaded once for all calls; anew after a failure, which may have been a missing key. */
  #load(): Promise<LoadedModel> {
    const loaded = (this.#loaded ??= this.#open());
    loaded.catch(() => {
      if (this.#loaded === loaded) this.#loaded = undefined;
    });
    return loaded;
  }

  async #open(): Promise<LoadedModel> {
    const model = await this.#source.open(this.#settings);
    if (model.specificationVersion === this.specificationVersion) return model;
    throw new ModelFailure(
      'invalid_model',
      `The provider of "${this.modelId}" makes models of specification ${model.specificationVersion}: pass the model object itself.`,
    );
  }
}

function copied(urls: SupportedUrls): Record<string, RegExp[]> {
  return Object.fromEntries(Object.entries(urls).map(([type, patterns]) => [type, [...patterns]]));
}
