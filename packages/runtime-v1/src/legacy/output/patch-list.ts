/** One change of the answer that the client has so far. v1.md 11.3. */
export interface Patch {
  readonly path: readonly (string | number)[];
  readonly items?: readonly unknown[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly PatchError[];
}

export interface PatchError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface TypedFields {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

export interface Status {
  readonly __typename: string;
  readonly code: string;
  readonly [field: string]: unknown;
}

const ROOT = 'generateCopilotResponse';

/** A message in the list of the answer, which may still grow. */
export class MessageSlot {
  readonly #patches: Patch[];
  readonly #path: readonly (string | number)[];
  readonly #typename: string;
  #chunks = 0;

  constructor(patches: Patch[], index: number, typename: string) {
    this.#patches = patches;
    this.#path = [ROOT, 'messages', index];
    this.#typename = typename;
  }

  /** Adds to a field that is a list of texts; a slot has one such field at most. */
  append(field: 'content' | 'arguments', text: string): void {
    this.#patches.push({ items: [text], path: [...this.#path, field, this.#chunks] });
    this.#chunks += 1;
  }

  end(status: Status): void {
    this.#patches.push({ data: { status, __typename: this.#typename }, path: this.#path });
  }
}

/** The changes of an answer in their order, numbered as clients expect them. */
export class PatchList {
  readonly #patches: Patch[] = [];
  #messages = 0;
  #metaEvents = 0;

  addMessage(message: TypedFields): MessageSlot {
    const index = this.#messages++;
    this.#patches.push({ items: [message], path: [ROOT, 'messages', index] });
    return new MessageSlot(this.#patches, index, message.__typename);
  }

  addMetaEvent(event: TypedFields): void {
    this.#patches.push({ items: [event], path: [ROOT, 'metaEvents', this.#metaEvents++] });
  }

  /** @param error what clients 1.5 and 1.8 show; of the status they make nothing */
  end(status: Status, error?: PatchError): void {
    const data = { status, __typename: 'CopilotResponse' };
    const errors = error === undefined ? {} : { errors: [error] };
    this.#patches.push({ data, path: [ROOT], ...errors });
  }

  /** The changes since the last call. */
  take(): Patch[] {
    return this.#patches.splice(0);
  }
}
