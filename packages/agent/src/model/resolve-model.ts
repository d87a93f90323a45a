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
 * else is returned unchanged. `apiKey` stands in for the provider's environment variable; settings say
 * more of where the provider is. Agents use the model in whichever specification its package has it.
 *
 * Throws for a string that names no known provider. Missing keys and packages are errors of the
 * model's first use.
 */
export function resolveModel(spec: string, access?: string | ModelSourceSettings): ResolvedModel;
export function resolveModel<T>(
  spec: T,
  access?: string | ModelSourceSettings,
): T extends string ? ResolvedModel : T;
export function resolveModel(spec: unknown, access?: string | ModelSourceSettings): unknown {
  if (typeof spec !== 'string') return spec;
  const settings = typeof access === 'object' ? { ...access } : { apiKey: access };
  return new LazyModel(modelSource(spec), settings);
}

/** The model that stands behind what {@link resolveModel} has made; `undefined` for another object. */
export function behindLazyModel(value: unknown): Promise<LanguageModel> | undefined {
  return value instanceof LazyModel ? value.load() : undefined;
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
    const urls = this.#loadV3().then(async (model) => copied((await model.supportedUrls) ?? {}));
    // Reading a property must not end the process if nobody waits for it.
    urls.catch(() => undefined);
    return urls;
  }

  async doStream(options: never): Promise<never> {
    const model = await this.#loadV3();
    return (await model.doStream(options)) as never; // see `ResolvedModel`
  }

  async doGenerate(options: never): Promise<never> {
    const model = await this.#loadV3();
    if (model.doGenerate === undefined) {
      throw new ModelFailure('bad_request', `"${this.modelId}" can only stream.`);
    }
    return model.doGenerate(options);
  }

  /** Loaded once for all calls; anew after a failure, which may have been a missing key. */
  load(): Promise<LoadedModel> {
    const loaded = (this.#loaded ??= this.#source.open(this.#settings));
    loaded.catch(() => {
      if (this.#loaded === loaded) this.#loaded = undefined;
    });
    return loaded;
  }

  async #loadV3(): Promise<LoadedModel> {
    const model = await this.load();
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
