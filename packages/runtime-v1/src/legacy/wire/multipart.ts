/** Media type of an answer that is delivered in increments. v1.md 11.3. */
export const MULTIPART_TYPE = 'multipart/mixed; boundary="-"';

/** What the first part follows: the boundary, at the beginning of a line. */
export const MULTIPART_BEGIN = '\r\n---';

/** What follows the boundary behind the last part. */
export const MULTIPART_END = '--\r\n';

const encoder = new TextEncoder();

/** One part and the boundary behind it, so that a reader need not wait for the next part. */
export function multipartPart(payload: unknown): string {
  const json = JSON.stringify(payload);
  const { byteLength } = encoder.encode(json);
  return (
    '\r\nContent-Type: application/json; charset=utf-8\r\n' +
    `Content-Length: ${byteLength}\r\n\r\n${json}${MULTIPART_BEGIN}`
  );
}
