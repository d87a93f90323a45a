import type { FrameSource } from '@flightdeck/core';

export type Chunk = string | Uint8Array;

/** A body as the socket takes it, whatever it was made of. */
export interface ChunkSource {
  /** Whether what comes in while nobody asks is one piece in the end. */
  readonly gathers?: boolean;
  /** The next piece, or `null` at the end. Rejects if the body fails. */
  next(): Promise<Chunk | null>;
  /** Nobody reads on; a pending `next` resolves with `null`. Never throws. */
  cancel(): void;
}

/** The source of a body that is empty or sent already. */
export const NO_CHUNKS: ChunkSource = { next: async () => null, cancel: () => undefined };

export function chunkSource(body: string | FrameSource | ReadableStream<Uint8Array>): ChunkSource {
  if (typeof body === 'string') return textChunk(body);
  return 'getReader' in body ? streamChunks(body) : frameChunks(body);
}

function textChunk(text: string): ChunkSource {
  let pending: string | null = text === '' ? null : text;
  return {
    async next() {
      const chunk = pending;
      pending = null;
      return chunk;
    },
    cancel() {
      pending = null;
    },
  };
}

function frameChunks(source: FrameSource): ChunkSource {
  return {
    gathers: true,
    next: () => source.pull(),
    cancel: once(() => source.close()),
  };
}

function streamChunks(stream: ReadableStream<Uint8Array>): ChunkSource {
  const reader = stream.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? null : value;
    },
    cancel: once(() => {
      // The stream's own clean-up may fail; there is nobody left to tell.
      reader.cancel().catch(() => undefined);
    }),
  };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
