import { RuntimeError } from '@flightdeck/core';

import { nextChunk } from './next-chunk.js';
import type { NodeRequest } from './node-types.js';
import { readBody } from './read-body.js';

type Controller = ReadableStreamDefaultController<Uint8Array>;

/** The unparsed body of a request, for two readers: operations take it whole, user code as a stream. */
export class RawBody {
  readonly #req: NodeRequest;
  #whole: Promise<Uint8Array> | undefined;
  #streamed = false;

  constructor(req: NodeRequest) {
    this.#req = req;
  }

  /**
   * The whole body; the same one on every call.
   *
   * @throws RuntimeError `payload_too_large`, or `invalid_request` if the client left or a stream has taken it
   */
  async read(maxBytes: number): Promise<Uint8Array> {
    if (this.#streamed) {
      throw new RuntimeError('invalid_request', 'The request body has been read already');
    }
    this.#whole ??= readBody(this.#req, maxBytes);
    return this.#whole;
  }

  /** A stream that reads from the socket only when it is read from; after `read`, of what that got. */
  stream(): ReadableStream<Uint8Array> {
    const pull = (controller: Controller): Promise<void> => this.#pull(controller);
    return new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
  }

  async #pull(controller: Controller): Promise<void> {
    if (this.#whole !== undefined) {
      const bytes = await this.#whole;
      if (bytes.byteLength > 0) controller.enqueue(bytes);
      return controller.close();
    }
    this.#streamed = true;
    const chunk = await nextChunk(this.#req);
    if (chunk === null) controller.close();
    else controller.enqueue(chunk);
  }
}
