import type { Transcript } from './transcript.js';

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
  /**
   * Resolves with the text, or with a transcript whose details are answered beside it. A rejection is
   * classified by its `status`, `code` or class; by words of its message only if it has none of these.
   */
  abstract transcribeFile(options: TranscribeFileOptions): Promise<string | Transcript>;
}
