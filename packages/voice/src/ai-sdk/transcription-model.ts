/**
 * The part of a `TranscriptionModel` of the AI SDK (specification v2, v3 or v4) that is used, so that
 * models of any version fit without that package.
 */
export interface TranscriptionModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  doGenerate(options: TranscriptionModelCall): PromiseLike<TranscriptionModelAnswer>;
}

export interface TranscriptionModelCall {
  audio: Uint8Array;
  mediaType: string;
  // Each version of the specification has its own type of JSON here.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  providerOptions?: any;
  abortSignal?: AbortSignal;
  headers?: Record<string, string | undefined>;
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
