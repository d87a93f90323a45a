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

/** Something that agents may call and that runs on the server. v1.md 7. */
export interface Action {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  /** Gets the arguments by name. Without it, the action is only offered. */
  readonly handler?: (args: Record<string, unknown>) => unknown;
  readonly additionalConfig?: Readonly<Record<string, unknown>>;
}

/** What a function that makes the actions of one request is given. */
export interface ActionsContext {
  readonly properties: Readonly<Record<string, unknown>>;
  /** The page that asks. */
  readonly url: string | undefined;
}

/** The actions of a runtime, or what makes them for one request. */
export type ActionsConfiguration =
  | readonly Action[]
  | ((context: ActionsContext) => readonly Action[] | Promise<readonly Action[]>);
