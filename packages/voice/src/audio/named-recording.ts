import { audioKind } from './audio-kind.js';

const KNOWN_EXTENSION = /\.(?:flac|m4a|mp3|mp4|mpeg|mpga|oga|ogg|opus|wav|webm|aac)$/i;

/**
 * The recording under a name and a type that providers understand: many go by the extension, and
 * refuse aliases and parameters of types.
 */
export function namedRecording(file: File, mimeType: string = file.type): File {
  const { mediaType, extension } = audioKind(mimeType);
  const name = KNOWN_EXTENSION.test(file.name)
    ? file.name
    : `${file.name || 'recording'}.${extension}`;
  if (name === file.name && mediaType === file.type) return file;
  return new File([file], name, { type: mediaType });
}
