/** The part of the `openai` package's client that transcribes; an instance of any version from 4 on has it. */
export interface OpenAITranscriptionClient {
  readonly audio: {
    readonly transcriptions: {
      // A method, so that the client's own overloads and narrower parameters are assignable.
      create(
        body: OpenAITranscriptionBody,
        options?: { signal?: AbortSignal },
      ): PromiseLike<unknown>;
    };
  };
}

/** What is asked for; empty options are left out. */
export interface OpenAITranscriptionBody {
  file: File;
  model: string;
  language?: string;
  prompt?: string;
  temperature?: number;
}
