import type { Clock } from '../internal/clock.js';
import {
  parsePhoenixFrame,
  pushFrame,
  replyFrame,
  type PhoenixFrame,
  type PhoenixReply,
} from './phoenix-frame.js';
import type { SocketPort } from './socket-port.js';

export interface PhoenixSessionOptions {
  readonly port: SocketPort;
  /** The one topic that may be joined. */
  readonly topic: string;
  readonly clock: Clock;
  /** The client has joined; again if it had joined before, whatever it was sent as of then. */
  readonly onJoined: () => void;
  readonly onLeft: () => void;
  /** Called for each heartbeat, of which a client sends the next one only after our answer. */
  readonly onHeartbeat: () => void;
}

/** In UTF-16 units. */
const MAX_FRAME_UNITS = 64 * 1_024;
const MAX_BUFFERED_BYTES = 256 * 1_024;
/** Clients send a heartbeat every 30 seconds. */
const SILENCE_MS = 75_000;

const OK: PhoenixReply = { status: 'ok' };

/**
 * One client socket of the Phoenix channels protocol with one topic to join, platform.md 2.1 and
 * 2.5. Who sends what is no message is closed with 1008, who does not read with 1013, and who says
 * nothing for 75 seconds with 1001; all of them may come back.
 */
export class PhoenixSession {
  readonly #options: PhoenixSessionOptions;
  #joinRef: string | null = null;
  #joined = false;
  #ended = false;
  #stopTimer: () => void = () => undefined;

  constructor(options: PhoenixSessionOptions) {
    this.#options = options;
    this.#expectSign();
  }

  receive(text: string): void {
    if (this.#ended) return;
    this.#expectSign();
    if (text.length > MAX_FRAME_UNITS) return this.close(1009, 'frame too large');
    const frame = parsePhoenixFrame(text);
    if (frame === null) return this.close(1008, 'invalid frame');
    this.#handle(frame);
  }

  /** Sends an event to the client if it has joined. @param payload JSON text */
  push(event: string, payload: string): void {
    if (this.#joined) this.#send(pushFrame(this.#joinRef, this.#options.topic, event, payload));
  }

  close(code: number, reason: string): void {
    if (this.#ended) return;
    this.end();
    this.#options.port.close(code, reason);
  }

  /** Lets go of everything; the socket is closed, or about to be. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopTimer();
    this.#leave();
  }

  #handle(frame: PhoenixFrame): void {
    if (frame.topic === 'phoenix' && frame.event === 'heartbeat') {
      this.#options.onHeartbeat();
      this.#reply(frame, OK);
    } else if (frame.event === 'phx_join') {
      this.#join(frame);
    } else if (frame.event === 'phx_leave') {
      this.#onLeave(frame);
    } else {
      this.#refuse(frame, 'unsupported_event');
    }
  }

  #join(frame: PhoenixFrame): void {
    const { topic } = this.#options;
    if (frame.topic !== topic) {
      const kind = topic.slice(0, topic.indexOf(':') + 1);
      const isOfOurKind = frame.topic.startsWith(kind);
      return this.#refuse(frame, isOfOurKind ? 'token_thread_mismatch' : 'unmatched_topic');
    }
    this.#leave();
    this.#joinRef = frame.joinRef;
    this.#joined = true;
    this.#reply(frame, OK);
    if (!this.#ended) this.#options.onJoined();
  }

  /** Clients leave twice, and topics they have never joined. */
  #onLeave(frame: PhoenixFrame): void {
    this.#reply(frame, OK);
    const { topic } = this.#options;
    // What an earlier join leaves is no longer the later one's.
    if (!this.#joined || frame.topic !== topic || frame.joinRef !== this.#joinRef) return;
    this.#send(pushFrame(this.#joinRef, topic, 'phx_close', '{}'));
    this.#leave();
  }

  #leave(): void {
    if (!this.#joined) return;
    this.#joined = false;
    this.#options.onLeft();
  }

  #refuse(frame: PhoenixFrame, reason: string): void {
    this.#reply(frame, { status: 'error', reason });
  }

  #reply(frame: PhoenixFrame, reply: PhoenixReply): void {
    this.#send(replyFrame(frame, reply));
  }

  #send(text: string): void {
    if (this.#ended) return;
    const { port } = this.#options;
    if (port.bufferedBytes > MAX_BUFFERED_BYTES) this.close(1013, 'too slow');
    else port.send(text);
  }

  #expectSign(): void {
    this.#stopTimer();
    this.#stopTimer = this.#options.clock.after(SILENCE_MS, () => this.close(1001, 'no heartbeat'));
  }
}
