const SIGNATURES: readonly (readonly [mediaType: string, bytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46]],
];
const READABLE =
  /^(?:text\/.+|image\/svg\+xml|application\/(?:json|xml|yaml|x-yaml|x-ndjson|javascript|.+\+(?:json|xml)))$/;

/**
 * The media type of a file of which `declared` may be vague (`image/*`, `application/octet-stream`):
 * the bytes decide for the common kinds, then what the server of the file has said (`found`).
 */
export function refineMediaType(
  declared: string,
  found: string | undefined,
  data: Uint8Array,
): string {
  const stated = normalize(declared);
  if (!isVague(stated)) return stated;
  const signed = fromSignature(data);
  if (signed !== undefined) return signed;
  const other = found === undefined ? '' : normalize(found);
  if (other === '' || isVague(other)) return stated;
  // An error page instead of a picture is no picture; but a picture it was said to be.
  return stated === 'image/*' && !other.startsWith('image/') ? stated : other;
}

/** Whether files of this type can be shown to any model as text. */
export function isReadableText(mediaType: string): boolean {
  return READABLE.test(mediaType);
}

function normalize(mediaType: string): string {
  const type = (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
  // A name that browsers never use, and that some providers refuse.
  return type === 'image/jpg' ? 'image/jpeg' : type;
}

/** Whether a type says too little for a provider to read the bytes. */
export function isVague(mediaType: string): boolean {
  return mediaType === '' || mediaType.includes('*') || mediaType === 'application/octet-stream';
}

function fromSignature(data: Uint8Array): string | undefined {
  const found = SIGNATURES.find(([, bytes]) => bytes.every((byte, at) => data[at] === byte));
  if (found !== undefined) return found[0];
  const isWebp = ascii(data, 0, 4) === 'RIFF' && ascii(data, 8, 12) === 'WEBP';
  return isWebp ? 'image/webp' : undefined;
}

function ascii(data: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...data.subarray(from, to));
}
