/** What a transcription service gets to work on. */
export interface TranscribeFileOptions {
  readonly audioFile: File;
  /** The MIME type with its parameters, such as `audio/webm;codecs=opus`. */
  readonly mimeType?: string;
  /** Bytes. */
  readonly size?: number;
  /** Aborts when the client leaves; pass it on to the provider. */
  readonly signal?: AbortSignal;
}

/** Turns speech into text. Extend it and pass an instance as `transcriptionService`. */
export abstract class TranscriptionService {
  /** Resolves with the text. A rejection is classified by its `status`, `code` or class, never by its wording. */
  abstract transcribeFile(options: TranscribeFileOptions): Promise<string>;
}
