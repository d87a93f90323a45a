/** How providers want a recording to be called. */
export interface AudioKind {
  /** The usual name of the type, without parameters. */
  readonly mediaType: string;
  /** Without a dot. */
  readonly extension: string;
}

const KINDS: ReadonlyMap<string, AudioKind> = new Map(
  (
    [
      ['audio/mpeg', 'mp3', 'audio/mp3'],
      ['audio/mp4', 'm4a', 'audio/m4a', 'audio/x-m4a'],
      ['audio/wav', 'wav', 'audio/x-wav', 'audio/wave'],
      ['audio/webm', 'webm', 'video/webm', '', 'application/octet-stream'],
      ['audio/ogg', 'ogg', 'audio/opus'],
      ['audio/flac', 'flac'],
      ['audio/aac', 'aac'],
    ] as const
  ).flatMap(([mediaType, extension, ...aliases]) =>
    [mediaType, ...aliases].map((name) => [name, { mediaType, extension }] as const),
  ),
);

/** What a MIME type, with or without parameters, stands for. An unknown one is passed on as it is. */
export function audioKind(mimeType: string): AudioKind {
  const base = (mimeType.split(';', 1)[0] ?? '').trim().toLowerCase();
  return KINDS.get(base) ?? { mediaType: base, extension: base.split('/')[1] ?? 'bin' };
}
