/**
 * Why a remote server gave no answer that can be used:
 * - `headers`: what `onBeforeRequest` has made cannot be sent, and was not.
 * - `refused`: nobody listens there, so nothing was sent.
 * - `unreachable`: the connection failed, perhaps after the request had arrived.
 * - `status`: an answer that is no success.
 * - `redirect`: to an address that the configuration does not name.
 * - `too_large`: more bytes than are read.
 * - `protocol`: not JSON, or not what the protocol says.
 * - `timeout`: no answer in time.
 */
export type RemoteErrorCode =
  | 'headers'
  | 'refused'
  | 'unreachable'
  | 'status'
  | 'redirect'
  | 'too_large'
  | 'protocol'
  | 'timeout';

/** A failure of a remote server. The message names no query strings, no headers, and nothing the server said. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly code: RemoteErrorCode;
  /** Of the answer, if there was one. */
  readonly status: number | undefined;

  constructor(
    code: RemoteErrorCode,
    message: string,
    options: ErrorOptions & { readonly status?: number } = {},
  ) {
    super(message, options);
    this.code = code;
    this.status = options.status;
  }
}
