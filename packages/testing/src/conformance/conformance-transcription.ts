import type { TranscribeFileOptions } from '@flightdeck/core';

/**
 * The transcription service that the conformance cases talk to: it says what it got. A file called
 * `fail-<status>` makes it fail with that HTTP status, as a provider's SDK would.
 */
export function conformanceTranscription(): {
  transcribeFile(options: TranscribeFileOptions): Promise<string>;
} {
  return {
    async transcribeFile({ audioFile, mimeType }) {
      const [, status] = /^fail-(\d+)/.exec(audioFile.name) ?? [];
      if (status !== undefined) {
        throw Object.assign(new Error('secret provider text'), { status: Number(status) });
      }
      return `${audioFile.name} ${mimeType ?? ''} ${await audioFile.text()}`;
    },
  };
}
