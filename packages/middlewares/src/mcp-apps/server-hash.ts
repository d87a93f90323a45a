/**
 * A digest of where a server is. Clients only send it back, so it need not be upstream's MD5, which
 * the web's cryptography does not have; and it must not be a guess away from a key in a query.
 */
export async function serverHash(type: string, url: URL): Promise<string> {
  const bytes = new TextEncoder().encode(`${type} ${url.href}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
