/**
 * A delta that says nothing but what it must, in the form in which runs are recorded. The characters
 * of its texts are all but quotes, backslashes and control characters, and in part simple escapes.
 */
const PLAIN =
  /^(\{"type":"(?:((?:TEXT|REASONING)_MESSAGE_CONTENT)","messageId|(TOOL_CALL_ARGS)","toolCallId)":"([ !#-[\]-\uffff]*)","delta":")([ !#-[\]-\uffff]*(?:\\["\\bfnrt][ !#-[\]-\uffff]*)*)"\}$/;

/** What follows an opening. */
const REST = /[ !#-[\]-\uffff]*(?:\\["\\bfnrt][ !#-[\]-\uffff]*)*"\}$/y;

/** Beyond this there is little to save, and a pattern keeps a note of every character it has passed. */
const MAX_UNITS = 64 * 1_024;

/**
 * A delta whose text is taken out of the event's JSON as it stands there: most of what compaction
 * sees, so none of it is parsed, and joined texts are JSON again.
 */
export class PlainDelta {
  readonly type: string;
  /** The field that names the item. */
  readonly field: 'messageId' | 'toolCallId';
  readonly id: string;
  /** The event up to the quote before its text. */
  readonly opening: string;
  /** The text as JSON has it, between its quotes. */
  readonly escaped: string;

  private constructor(type: string, id: string, opening: string, escaped: string) {
    this.type = type;
    this.field = type === 'TOOL_CALL_ARGS' ? 'toolCallId' : 'messageId';
    this.id = id;
    this.opening = opening;
    this.escaped = escaped;
  }

  /** `null` for everything that has to be parsed. */
  static read(json: string): PlainDelta | null {
    const found = json.length > MAX_UNITS ? null : PLAIN.exec(json);
    if (found === null) return null;
    const [, opening = '', ofMessage, ofCall, id = '', escaped = ''] = found;
    return new PlainDelta(ofMessage ?? ofCall ?? '', id, opening, escaped);
  }

  /** The text, as JSON has it, of an event that differs from this one in nothing else; `null` of others. */
  textIn(json: string): string | null {
    // Not by startsWith, which V8 does character by character, for longer than all the rest takes.
    if (json.slice(0, this.opening.length) !== this.opening || json.length > MAX_UNITS) return null;
    REST.lastIndex = this.opening.length;
    return REST.test(json) ? json.slice(this.opening.length, -'"}'.length) : null;
  }

  withText(escaped: string): PlainDelta {
    return new PlainDelta(this.type, this.id, this.opening, escaped);
  }

  /** The whole event. */
  json(): string {
    return `${this.opening}${this.escaped}"}`;
  }
}
