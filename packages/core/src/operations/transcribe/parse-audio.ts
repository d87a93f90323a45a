import { RuntimeError } from '../../errors/runtime-error.js';
import { isRecord } from '../../internal/is-record.js';
import { decodeBase64 } from './decode-base64.js';
import { transcriptionError } from './transcription-error.js';

export interface AudioRequest {
  readonly contentType: string | null;
  formData(): Promise<FormData>;
  json(): Promise<unknown>;
  readonly limits: {
    /** The largest recording, in bytes. */
    readonly maxAudioBytes: number;
  };
}

export interface AudioUpload {
  readonly file: File;
  /** With its parameters. */
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
}

/** Base types and the file extension by which providers recognise them. */
const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
  ['audio/mp4', 'm4a'],
  ['audio/wav', 'wav'],
  ['audio/webm', 'webm'],
  ['audio/ogg', 'ogg'],
  ['audio/flac', 'flac'],
  ['audio/aac', 'aac'],
  ['audio/x-wav', 'wav'],
  ['audio/wave', 'wav'],
  ['audio/m4a', 'm4a'],
  ['audio/x-m4a', 'm4a'],
  ['audio/opus', 'ogg'],
  // What some browsers call a recording of a microphone alone.
  ['video/webm', 'webm'],
]);

/** What browsers and libraries send that do not know what they have recorded. */
const UNSPECIFIC = new Set(['', 'application/octet-stream']);

/**
 * The recording in a transcription request: the file `audio` of a form, or JSON with base64 or a
 * data URL in `audio`.
 *
 * @throws RuntimeError with a transcription body: `invalid_request`, `invalid_audio_format` or, for an
 *   empty recording, `audio_too_short` (400), or `audio_too_long` with status 413 for more than `maxAudioBytes`, because that is the code for
 *   which clients have a fitting text
 */
export async function parseAudioUpload(request: AudioRequest): Promise<AudioUpload> {
  const { maxAudioBytes } = request.limits;
  const contentType = request.contentType?.toLowerCase() ?? '';
  const file = contentType.includes('multipart/form-data')
    ? await fileOfForm(request)
    : contentType.includes('application/json')
      ? await fileOfJson(request)
      : rejectRequest('Send audio as multipart/form-data or application/json');
  if (file.size > maxAudioBytes) throw tooLarge(maxAudioBytes);
  if (file.size === 0) {
    throw transcriptionError('audio_too_short', { message: 'The recording is empty' });
  }
  return { file, mimeType: file.type, size: file.size };
}

async function fileOfForm(request: AudioRequest): Promise<File> {
  const form = await readBody(() => request.formData(), request, 'The form data cannot be read');
  const entry: unknown = form.get('audio');
  if (!isFile(entry)) return rejectRequest('The form has no file named audio');
  checkType(entry.type);
  if (!UNSPECIFIC.has(baseType(entry.type))) return entry;
  return new File([entry], entry.name || 'recording.webm', { type: 'audio/webm' });
}

async function fileOfJson(request: AudioRequest): Promise<File> {
  const body = await readBody(() => request.json(), request, 'The body is not valid JSON');
  const { audio, mimeType, filename } = isRecord(body) ? body : {};
  if (typeof audio !== 'string' || audio === '') return rejectRequest('The body has no audio');
  if (typeof mimeType !== 'string' || mimeType === '') {
    return rejectRequest('The body has no mimeType');
  }
  checkType(mimeType);
  const bytes = decodeBase64(
    audio.startsWith('data:') ? audio.slice(audio.indexOf(',') + 1) : audio,
  );
  if (bytes === null) return rejectRequest('The audio is not valid base64');
  const extension = EXTENSIONS.get(baseType(mimeType)) ?? 'webm';
  const name =
    typeof filename === 'string' && filename !== '' ? filename : `recording.${extension}`;
  return new File([bytes], name, { type: mimeType });
}

async function readBody<T>(
  read: () => Promise<T>,
  { limits }: AudioRequest,
  message: string,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!RuntimeError.is(error))
      throw transcriptionError('invalid_request', { message, cause: error });
    if (error.code !== 'payload_too_large') throw error;
    throw tooLarge(limits.maxAudioBytes, error);
  }
}

function checkType(mimeType: string): void {
  const base = baseType(mimeType);
  if (EXTENSIONS.has(base) || UNSPECIFIC.has(base)) return;
  const supported = [...EXTENSIONS.keys()].join(', ');
  throw transcriptionError('invalid_audio_format', {
    message: `Audio of type ${base.slice(0, 100)} is not supported. Supported types: ${supported}`,
  });
}

function baseType(mimeType: string): string {
  return (mimeType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Not `instanceof`: form parsers and runtimes have classes of their own. */
function isFile(value: unknown): value is File {
  return typeof value === 'object' && value !== null && 'arrayBuffer' in value && 'size' in value;
}

function rejectRequest(message: string): never {
  throw transcriptionError('invalid_request', { message });
}

/** JSON has a limit of its own, in which base64 takes a third more. */
function tooLarge(maxAudioBytes: number, cause?: RuntimeError): RuntimeError {
  const { limitBytes } = cause?.body ?? {};
  const message =
    typeof limitBytes === 'number' && limitBytes < maxAudioBytes
      ? `The request with the recording is larger than ${limitBytes} bytes`
      : `The recording is larger than ${maxAudioBytes} bytes`;
  return transcriptionError('audio_too_long', { message, status: 413, cause });
}
