import { RuntimeError } from '@flightdeck/core';
import { readBody, type NodeRequest } from '@flightdeck/runtime-node';
import { BadRequestException, PayloadTooLargeException } from '@nestjs/common';

import { createRouteTest, type RouteTest } from './route-path.js';

const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS']);

const decoder = new TextDecoder();

/**
 * Reads the bodies of the runtime's own requests before the application's parsers would, because
 * those refuse what is longer than 100 kB (Express) or 1 MiB (Fastify): a chat with some history.
 * Guards and interceptors find the parsed body where they would find it otherwise.
 */
export class RuntimeBodyReader {
  readonly owns: RouteTest;
  readonly #maxBytes: number;

  constructor(basePath: string, maxBytes: number) {
    this.owns = createRouteTest(basePath);
    this.#maxBytes = maxBytes;
  }

  /** Whether a body is to be read by this reader. */
  reads(req: NodeRequest): boolean {
    return takesBody(req) && !isEncoded(req) && !isForm(req) && !this.refuses(req);
  }

  /** Whether a body stays with the socket, for the runtime: forms, and what it will refuse. */
  leaves(req: NodeRequest): boolean {
    return !isEncoded(req) && (isForm(req) || this.refuses(req));
  }

  /** Whether a body says that it is too long; forms have a limit of their own. */
  refuses(req: NodeRequest): boolean {
    const length = Number(req.headers['content-length'] ?? 0);
    return takesBody(req) && !isForm(req) && length > this.#maxBytes;
  }

  /**
   * The value of a JSON body, the text of any other; `undefined` for an empty one. What cannot be
   * parsed stays text, so that the runtime is the one to say what is wrong with it; and so does
   * `null`, which looks like a body that nobody has read.
   *
   * @throws HttpException 413 above the limit, 400 if the client leaves
   */
  async read(req: NodeRequest): Promise<unknown> {
    const text = decoder.decode(await this.#bytes(req));
    if (text === '') return undefined;
    if (!/json/i.test(req.headers['content-type'] ?? '')) return text;
    try {
      return (JSON.parse(text) as unknown) ?? text;
    } catch {
      return text;
    }
  }

  async #bytes(req: NodeRequest): Promise<Uint8Array> {
    try {
      return await readBody(req, this.#maxBytes);
    } catch (error) {
      if (RuntimeError.is(error) && error.code === 'payload_too_large') {
        // The rest would block the connection: Node disposes only of bodies that nobody has begun.
        req.resume();
        throw new PayloadTooLargeException(error.body);
      }
      throw new BadRequestException('The request body ended early', { cause: error });
    }
  }
}

function takesBody({ method }: NodeRequest): boolean {
  return method !== undefined && !BODILESS.has(method);
}

function isForm({ headers }: NodeRequest): boolean {
  return /^\s*multipart\//i.test(headers['content-type'] ?? '');
}

/** Only the parsers of the application can undo a compression. */
function isEncoded({ headers }: NodeRequest): boolean {
  return (headers['content-encoding'] ?? 'identity') !== 'identity';
}
