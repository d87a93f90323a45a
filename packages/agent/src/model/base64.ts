/** Bytes per call of `String.fromCharCode`: more arguments overflow the stack. */
const chunkBytes = 0x8000;

export function toBase64(data: Uint8Array | string): string {
  if (typeof data === 'string') return data;
  let binary = '';
  for (let start = 0; start < data.length; start += chunkBytes) {
    binary += String.fromCharCode(...data.subarray(start, start + chunkBytes));
  }
  return btoa(binary);
}
