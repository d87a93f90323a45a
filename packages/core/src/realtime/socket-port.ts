/** A socket as the runtime sees it. Neither method throws; both do nothing once it is closed. */
export interface SocketPort {
  /** Bytes that wait to be sent. */
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Closes with a code of RFC 6455, and by force if the client does not take part. */
  close(code: number, reason: string): void;
}
