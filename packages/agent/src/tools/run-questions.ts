import { isRecord } from './is-record.js';
import { toSafeJson } from './safe-json.js';
import {
  questionId,
  type CallAnswers,
  type OpenQuestion,
  type ToolAnswer,
  type ToolQuestion,
} from './tool-question.js';

/** What the tools of one run ask people, and what people have answered to earlier runs. */
export class RunQuestions {
  readonly #answers: ReadonlyMap<string, CallAnswers>;
  readonly #calls = new Map<string, CallQuestions>();

  /** @param answers by the id of the call */
  constructor(answers: ReadonlyMap<string, CallAnswers> = new Map()) {
    this.#answers = answers;
  }

  /** For one execution of a call. */
  begin(toolCallId: string): CallQuestions {
    const questions = new CallQuestions(toolCallId, this.#answers.get(toolCallId) ?? new Map());
    this.#calls.set(toolCallId, questions);
    return questions;
  }

  /** What the latest execution of a call has asked and nobody has answered. */
  openOf(toolCallId: string): readonly OpenQuestion[] {
    return this.#calls.get(toolCallId)?.open ?? [];
  }
}

/** The questions of one execution of a call, in the order in which it asks them. */
export class CallQuestions {
  readonly #toolCallId: string;
  readonly #answers: CallAnswers;
  readonly #open: OpenQuestion[] = [];
  #asked = 0;

  constructor(toolCallId: string, answers: CallAnswers) {
    this.#toolCallId = toolCallId;
    this.#answers = answers;
  }

  get open(): readonly OpenQuestion[] {
    return this.#open;
  }

  /** Whether the call cannot go on without an answer. */
  get isWaiting(): boolean {
    return this.#open.length > 0;
  }

  /** The place of the next question, asked or not. */
  next(): number {
    this.#asked += 1;
    return this.#asked;
  }

  answerTo(position: number): ToolAnswer | undefined {
    return this.#answers.get(position);
  }

  raise(position: number, question: ToolQuestion): void {
    this.#open.push(toOpenQuestion(this.#toolCallId, position, question));
  }

  /** `ctx.interrupt`: the answer, or a rejection that ends this execution. Rejections may be left unhandled. */
  ask(question: ToolQuestion | string): Promise<ToolAnswer> {
    const position = this.next();
    const answer = this.answerTo(position);
    if (answer !== undefined) return Promise.resolve(answer);
    this.raise(position, typeof question === 'string' ? { message: question } : question);
    const waiting = Promise.reject<ToolAnswer>(new ToolInterrupt());
    waiting.catch(() => undefined);
    return waiting;
  }
}

/** Ends the execution of a tool that has asked a person. A tool that catches it is asked to let it pass. */
class ToolInterrupt extends Error {
  override readonly name = 'ToolInterrupt';

  constructor() {
    super('The tool waits for the answer of a person, and runs again when there is one');
  }
}

function toOpenQuestion(
  toolCallId: string,
  position: number,
  { reason, message, responseSchema, expiresAt, metadata }: ToolQuestion,
): OpenQuestion {
  return {
    id: questionId(toolCallId, position),
    toolCallId,
    reason: typeof reason === 'string' && reason !== '' ? reason : 'tool_call',
    ...(typeof message === 'string' ? { message } : {}),
    ...jsonField('responseSchema', responseSchema),
    ...(typeof expiresAt === 'string' ? { expiresAt } : {}),
    ...jsonField('metadata', metadata),
  };
}

/** Only what JSON can tell, and clients refuse anything but objects here. */
function jsonField(name: 'responseSchema' | 'metadata', value: unknown): object {
  const json = isRecord(value) ? toSafeJson(value) : null;
  return json === null ? {} : { [name]: JSON.parse(json) as unknown };
}
