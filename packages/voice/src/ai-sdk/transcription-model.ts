/**
 * The part of a `TranscriptionModel` of the AI SDK (specification v2, v3 or v4) that is used, so that
 * models of any version fit without that package.
 */
export interface TranscriptionModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  /**
   * Takes a {@link TranscriptionModelCall}; declared `never` because each version of the specification
   * has a type of JSON of its own in it.
   */
  doGenerate(options: never): PromiseLike<TranscriptionModelAnswer>;
}

export interface TranscriptionModelCall {
  readonly audio: Uint8Array;
  readonly mediaType: string;
  readonly providerOptions?: unknown;
  readonly abortSignal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface TranscriptionModelAnswer {
  readonly text: string;
  readonly segments?: readonly {
    readonly text: string;
    readonly startSecond: number;
    readonly endSecond: number;
  }[];
  readonly language?: string | undefined;
  readonly durationInSeconds?: number | undefined;
}
