import { TranscriptionService, type TranscribeFileOptions } from '@flightdeck/core';

/** Hears nothing, and says so: for a server without a key. */
export class ScriptedVoice extends TranscriptionService {
  override async transcribeFile({ audioFile }: TranscribeFileOptions): Promise<string> {
    const kilobytes = Math.ceil(audioFile.size / 1024);
    return `This sentence is scripted: the server got ${kilobytes} KB of sound, and has no key for somebody who could hear it.`;
  }
}
