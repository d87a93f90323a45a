export type ParameterType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'object'
  | 'string[]'
  | 'number[]'
  | 'boolean[]'
  | 'object[]';

/** One argument of an action. v1.md 7. */
export interface Parameter {
  readonly name: string;
  /** @default 'string' */
  readonly type?: ParameterType;
  readonly description?: string;
  /** @default true */
  readonly required?: boolean;
  /** What a `string` may be. */
  readonly enum?: readonly string[];
  /** The fields of an `object`, or of each object in an `object[]`. */
  readonly attributes?: readonly Parameter[];
}

/**
 * What an application knows the fields of and the types here do not: handlers name the type of their
 * arguments themselves, as an interface perhaps, or leave it out.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- no other type takes both kinds of handlers, which the documented interface promises
export type LooseRecord = Readonly<Record<string, any>>;

/** What a handler may look at beside its arguments. */
export interface ActionCallContext {
  /** Aborts when the run is stopped, or the handler has taken too long. */
  readonly signal: AbortSignal;
}

/** Something that agents may call and that runs on the server. v1.md 7. */
export interface Action {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  /**
   * Gets the arguments by name. What it returns is told to the agent: a text as it is, nothing as an
   * empty text, a message or a stream of LangChain as its text, anything else as JSON; what it throws
   * as `{"error":{"code":"HANDLER_ERROR","message"},"result":""}`. Without a handler the browser has
   * to answer.
   */
  handler?(args: LooseRecord, context: ActionCallContext): unknown;
  /** Accepted and without effect. */
  readonly additionalConfig?: LooseRecord;
}

/** What a function that makes the actions of one request is given. */
export interface ActionsContext {
  /** Those of the endpoint, and over them those of the request: the browser's words. */
  readonly properties: LooseRecord;
  /** The page that asks. */
  readonly url: string | undefined;
}

/** The actions of a runtime, or what makes them for one request; what that throws fails the run. */
export type ActionsConfiguration =
  | readonly Action[]
  | ((context: ActionsContext) => readonly Action[] | Promise<readonly Action[]>);
