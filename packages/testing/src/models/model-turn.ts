import type { ModelAnswer, ModelBlock } from './model-answer.js';

/** What becomes of an answer on its way. Frames are events of the stream, counted from its head. */
export interface DeliveryFaults {
  /** Holds everything back, the status line too. */
  readonly holdHead?: Promise<void>;
  /** Pauses after so many frames until the promise resolves. */
  readonly pause?: { readonly afterFrames: number; readonly until: Promise<void> };
  /** Sends so many frames and then nothing more, with the connection open. */
  readonly silentAfter?: number;
  /** Sends so many frames and half of the next one, and cuts the connection. */
  readonly tornAfter?: number;
  /** Sends so many frames, an error event of the protocol, and ends. */
  readonly errorAfter?: number;
  /** Bytes per chunk: 1 cuts every character that has several. @default a chunk per frame */
  readonly bytesPerChunk?: number;
  /** Leaves out the event that ends the answer, and whatever follows it. */
  readonly withoutEnd?: boolean;
  /** Leaves out `[DONE]` alone, in the protocol that has it. */
  readonly withoutDone?: boolean;
  /** `interleaved` takes a frame of each block in turn, `reversed` sends the last block first. @default 'in-order' */
  readonly order?: 'in-order' | 'interleaved' | 'reversed';
}

export interface AnswerTurn {
  readonly kind: 'answer';
  readonly answer: ModelAnswer;
  readonly faults: DeliveryFaults;
}

export interface RefusalTurn {
  readonly kind: 'refusal';
  readonly status: number;
  /** @default 'refused by script' */
  readonly message?: string;
  /** @default the provider's usual one for the status */
  readonly code?: string;
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Sends a page, as a gateway does, in place of the provider's JSON. */
  readonly html?: boolean;
}

/** A connection that is taken and never answered. */
export interface SilentTurn {
  readonly kind: 'silence';
}

/** A connection that is cut before there is an answer. */
export interface CutTurn {
  readonly kind: 'cut';
}

/** What a server does with one request. */
export type ModelTurn = AnswerTurn | RefusalTurn | SilentTurn | CutTurn;

export function modelAnswers(
  blocks: readonly ModelBlock[] | ModelAnswer,
  faults: DeliveryFaults = {},
): AnswerTurn {
  const answer = 'blocks' in blocks ? blocks : { blocks };
  return { kind: 'answer', answer, faults };
}

export function modelRefuses(
  status: number,
  options: Omit<RefusalTurn, 'kind' | 'status'> = {},
): RefusalTurn {
  return { kind: 'refusal', status, ...options };
}

export const modelIsSilent: SilentTurn = { kind: 'silence' };
export const modelCuts: CutTurn = { kind: 'cut' };
