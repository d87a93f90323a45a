import { isRecord } from '../../internal/is-record.js';
import type { Transcript, TranscriptSegment } from '../../transcription/transcript.js';

/** What a transcription service resolved with, in the shape that goes to the client. Throws if it is no transcript. */
export function parseTranscript(result: unknown): Transcript {
  if (typeof result === 'string') return { text: result };
  if (!isRecord(result) || typeof result.text !== 'string') {
    throw new TypeError('The transcription service resolved with neither a text nor a transcript');
  }
  const { text, language, durationSeconds, segments } = result;
  return {
    text,
    ...(typeof language === 'string' && language !== '' ? { language } : {}),
    ...(typeof durationSeconds === 'number' ? { durationSeconds } : {}),
    ...(Array.isArray(segments) ? { segments: segments.filter(isSegment).map(toSegment) } : {}),
  };
}

function isSegment(value: unknown): value is TranscriptSegment {
  return (
    isRecord(value) &&
    typeof value.text === 'string' &&
    typeof value.startSeconds === 'number' &&
    typeof value.endSeconds === 'number'
  );
}

function toSegment({ text, startSeconds, endSeconds }: TranscriptSegment): TranscriptSegment {
  return { text, startSeconds, endSeconds };
}
