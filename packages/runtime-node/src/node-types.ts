import type { IncomingHttpHeaders } from 'node:http';
import type { Http2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';

/** A request of `node:http`, of `node:http2` or of a framework on top of either. */
export interface NodeRequest extends Readable {
  readonly method?: string | undefined;
  /** The request target; frameworks take the mount path away from it. */
  readonly url?: string | undefined;
  /** The request target as the client sent it, where a framework has changed `url`. */
  readonly originalUrl?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly httpVersionMajor: number;
  readonly complete: boolean;
  readonly aborted: boolean;
  readonly socket: Socket;
  /** What a body parser left. */
  readonly body?: unknown;
}

/** A response of `node:http`, of `node:http2` or of a framework on top of either. */
export interface NodeResponse extends Writable {
  statusCode: number;
  readonly headersSent: boolean;
  readonly req: NodeRequest;
  readonly socket: Socket | null;
  /** Only on HTTP/2. */
  readonly stream?: Http2Stream;
  getHeader(name: string): number | string | string[] | undefined;
  hasHeader(name: string): boolean;
  setHeader(name: string, value: number | string | readonly string[]): unknown;
  appendHeader(name: string, value: string | string[]): unknown;
  removeHeader(name: string): void;
  getHeaderNames(): string[];
  /** Missing in the types of HTTP/2 responses, which have it. */
  flushHeaders?(): void;
  /** Present behind compression middleware: sends what has been compressed so far. */
  flush?(): void;
}
