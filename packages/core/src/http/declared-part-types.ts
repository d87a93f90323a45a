/** Headers of parts that begin further behind are not looked at. */
const LOOKED_AT_BYTES = 65_536;

const latin1 = new TextDecoder('latin1');

/**
 * Gives the files of a form the content types that their parts declare. Bun ignores those and guesses
 * from the name: a recording of Safari, `audio/mp4`, would be a video there.
 */
export function useDeclaredPartTypes(
  form: FormData,
  bytes: Uint8Array,
  contentType: string,
): FormData {
  for (const [name, type] of declaredTypes(bytes, contentType)) {
    const entry = form.get(name);
    if (entry === null || typeof entry === 'string' || entry.type === type) continue;
    form.set(name, new File([entry], entry.name, { type }));
  }
  return form;
}

/** The content types of the parts by name; the first one where a name is there twice. */
function declaredTypes(bytes: Uint8Array, contentType: string): Map<string, string> {
  const types = new Map<string, string>();
  const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  if (boundary === null) return types;
  const start = latin1.decode(bytes.subarray(0, LOOKED_AT_BYTES));
  for (const part of start.split(`--${boundary[1] ?? boundary[2]}\r\n`).slice(1)) {
    const headers = part.slice(0, part.indexOf('\r\n\r\n') + 1);
    const name = /^content-disposition:.*[ ;]name="([^"]*)"/im.exec(headers)?.[1];
    const type = /^content-type:\s*([^\r\n]+)/im.exec(headers)?.[1];
    if (name !== undefined && type !== undefined && !types.has(name)) types.set(name, type.trim());
  }
  return types;
}
