const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' };

/** HMAC-SHA256 under one key, in base64url without padding. */
export class Hmac {
  readonly #secret: string | null;
  #key: Promise<CryptoKey> | null = null;

  /** @param secret random bytes if there is none */
  constructor(secret: string | null) {
    this.#secret = secret;
  }

  async sign(text: string): Promise<string> {
    const key = await this.#imported();
    const signature = await crypto.subtle.sign(ALGORITHM.name, key, new TextEncoder().encode(text));
    return toBase64Url(new Uint8Array(signature));
  }

  /** Compares in constant time. */
  async verify(text: string, signature: string): Promise<boolean> {
    const bytes = fromBase64Url(signature);
    if (bytes === null) return false;
    const key = await this.#imported();
    // A fresh array, and so never one over shared memory.
    const data = bytes as Uint8Array<ArrayBuffer>;
    return crypto.subtle.verify(ALGORITHM.name, key, data, new TextEncoder().encode(text));
  }

  #imported(): Promise<CryptoKey> {
    this.#key ??= crypto.subtle.importKey('raw', this.#bytes(), ALGORITHM, false, [
      'sign',
      'verify',
    ]);
    return this.#key;
  }

  /** Not before they are needed: workerd has no random numbers while a module is loaded. */
  #bytes(): Uint8Array<ArrayBuffer> {
    return this.#secret === null
      ? crypto.getRandomValues(new Uint8Array(32))
      : new TextEncoder().encode(this.#secret);
  }
}

export function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** `null` for what is no base64url. */
export function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
