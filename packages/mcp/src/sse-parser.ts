export interface SseEvent {
  /** @default 'message' */
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/**
 * Parses server-sent events from text in pieces, in time linear in the text. Knows LF, CRLF and CR, joins several `data`
 * lines, and drops a byte-order mark and comments. Events without data are given, too: they may carry an id.
 */
export class SseParser {
  readonly #limit: number;
  /** Pieces of a line whose end has not come. */
  #line: string[] = [];
  #data: string[] = [];
  #event = '';
  #id: string | undefined;
  #seen = false;
  /** The last piece ended with CR: a LF at the start of the next one belongs to it. */
  #afterReturn = false;
  #first = true;
  #size = 0;

  /** @param limit characters that one event may have */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The events that end in this piece; `'too_large'` once one has more characters than allowed. */
  push(piece: string): readonly SseEvent[] | 'too_large' {
    const text = this.#withoutLeftover(piece);
    const events: SseEvent[] = [];
    let from = 0;
    for (const end of text.matchAll(/\r\n|\n|\r/g)) {
      this.#append(text.slice(from, end.index));
      from = end.index + end[0].length;
      const event = this.#endLine();
      if (event !== undefined) events.push(event);
      if (this.#size > this.#limit) return 'too_large';
    }
    this.#append(text.slice(from));
    this.#afterReturn = text.endsWith('\r') || (text === '' && this.#afterReturn);
    return this.#size > this.#limit ? 'too_large' : events;
  }

  #withoutLeftover(piece: string): string {
    let text = piece;
    if (this.#afterReturn && text.startsWith('\n')) text = text.slice(1);
    if (piece !== '') this.#afterReturn = false;
    if (this.#first && text !== '') {
      this.#first = false;
      if (text.startsWith('\uFEFF')) text = text.slice(1);
    }
    return text;
  }

  #append(part: string): void {
    if (part === '') return;
    this.#line.push(part);
    this.#size += part.length;
  }

  #endLine(): SseEvent | undefined {
    const line = this.#line.length === 1 ? this.#line[0]! : this.#line.join('');
    this.#line = [];
    if (line === '') return this.#endEvent();
    this.#size += 1;
    this.#field(line);
    return undefined;
  }

  #field(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon === -1 ? line : line.slice(0, colon);
    const rest = colon === -1 ? '' : line.slice(colon + 1);
    const value = rest.startsWith(' ') ? rest.slice(1) : rest;
    if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#event = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else return;
    this.#seen = true;
  }

  #endEvent(): SseEvent | undefined {
    const { event, data, id, seen } = {
      event: this.#event,
      data: this.#data,
      id: this.#id,
      seen: this.#seen,
    };
    this.#event = '';
    this.#data = [];
    this.#id = undefined;
    this.#seen = false;
    this.#size = 0;
    return seen
      ? { event: event === '' ? 'message' : event, data: data.join('\n'), id }
      : undefined;
  }
}
