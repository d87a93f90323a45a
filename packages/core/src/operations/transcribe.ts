import { RuntimeError } from '../errors/runtime-error.js';
import type { Operation } from '../http/operation.js';
import { jsonReply } from '../http/reply.js';
import { unlessAborted } from '../internal/unless-aborted.js';
import { parseAudioUpload } from './transcribe/parse-audio.js';
import { classifyTranscriptionError } from './transcribe/classify-transcription-error.js';
import { parseTranscript } from './transcribe/parse-transcript.js';
import { transcriptionError } from './transcribe/transcription-error.js';

/** What the parts of a form may have beside the recording, in bytes. */
const FORM_OVERHEAD_BYTES = 65_536;

/** `POST /transcribe`, protocol.md 5.6: multipart with a file `audio`, or JSON with base64. */
export const transcribe: Operation = async (context) => {
  const { runtime, headers, body, signal } = context;
  const { transcriptionService, maxAudioBytes, isDevelopment, logger } = runtime.settings;
  if (transcriptionService === undefined) throw transcriptionError('service_not_configured');
  const { file, mimeType, size } = await parseAudioUpload({
    contentType: context.isEnvelope ? 'application/json' : headers.get('content-type'),
    formData: () => body.formData(maxAudioBytes + FORM_OVERHEAD_BYTES),
    json: () => body.json(),
    limits: { maxAudioBytes },
  });
  try {
    const request = { audioFile: file, mimeType, size, signal };
    // A service may not care for the signal, and nobody is to wait for it then.
    const result = await unlessAborted(signal, async () =>
      transcriptionService.transcribeFile(request),
    );
    if (result === undefined && signal.aborted) throw signal.reason;
    const { text, ...details } = parseTranscript(result);
    return jsonReply({ text, size, type: mimeType, ...details });
  } catch (error) {
    if (RuntimeError.is(error)) throw error;
    if (signal.aborted) logger.debug('A transcription was given up: its client has left');
    else logger.error('Transcription failed', error);
    throw classifyTranscriptionError(error, !isDevelopment);
  }
};
