import type { ModelAnswer, ModelBlock } from '../model-answer.js';
import type { RefusalTurn } from '../model-turn.js';

export type ModelProtocolName =
  | 'openai-responses'
  | 'openai-chat'
  | 'anthropic-messages'
  | 'gemini';

/** What an encoder may need to know of the request. */
export interface AnswerContext {
  readonly model: string;
  readonly answer: ModelAnswer;
}

/** The streaming format of a provider. Frames are whole server-sent events, their blank line included. */
export interface ModelProtocol {
  readonly name: ModelProtocolName;
  /** What comes before the blocks. */
  head(context: AnswerContext): readonly string[];
  /** A block from its opening to its end; `index` is its place in the answer. */
  block(block: ModelBlock, index: number, context: AnswerContext): readonly string[];
  /** How the answer ends. */
  end(context: AnswerContext): readonly string[];
  /** What ends the stream, where that is another thing. */
  done(): readonly string[];
  /** An error in the middle of the stream. */
  error(message: string): readonly string[];
  /** The JSON with which a request is refused. */
  refusal(turn: RefusalTurn): unknown;
}
