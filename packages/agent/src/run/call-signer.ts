import { fromBase64, toBase64Url } from '../model/base64.js';
import type { CallAnswers } from '../tools/tool-question.js';

/** What a signature is for: nothing of it can be changed. */
export interface SignedCall {
  readonly toolCallId: string;
  readonly toolName: string;
  /** JSON text; its spaces do not matter. */
  readonly input: string;
  readonly answers: CallAnswers;
}

/** Signs the calls of one thread that wait for people (agent.md 18.3). */
export class CallSigner {
  readonly #secret: string;
  readonly #threadId: string;
  #key: Promise<CryptoKey> | undefined;

  constructor(secret: string, threadId: string) {
    this.#secret = secret;
    this.#threadId = threadId;
  }

  async sign(call: SignedCall): Promise<string> {
    const signature = await crypto.subtle.sign('HMAC', await this.#loadKey(), this.#bytes(call));
    return toBase64Url(new Uint8Array(signature));
  }

  async verify(call: SignedCall, signature: string | undefined): Promise<boolean> {
    const given = signature === undefined ? null : fromBase64(signature);
    if (given === null) return false;
    return crypto.subtle.verify('HMAC', await this.#loadKey(), given, this.#bytes(call));
  }

  #loadKey(): Promise<CryptoKey> {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const secret = new TextEncoder().encode(this.#secret);
    return (this.#key ??= crypto.subtle.importKey('raw', secret, algorithm, false, [
      'sign',
      'verify',
    ]));
  }

  #bytes({ toolCallId, toolName, input, answers }: SignedCall): Uint8Array<ArrayBuffer> {
    const signed = [this.#threadId, toolCallId, toolName, withoutSpaces(input), [...answers]];
    return new TextEncoder().encode(JSON.stringify(signed));
  }
}

/** Providers stream the same arguments with other spaces than they end with. */
function withoutSpaces(input: string): string {
  try {
    return JSON.stringify(JSON.parse(input));
  } catch {
    return input;
  }
}
