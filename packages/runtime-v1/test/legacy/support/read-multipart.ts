/** One payload of an incremental answer. */
export interface Payload {
  readonly data?: unknown;
  readonly incremental?: readonly Increment[];
  readonly hasNext: boolean;
}

export interface Increment {
  readonly path: readonly (string | number)[];
  readonly items?: readonly unknown[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

const HEAD = /^\r\nContent-Type: application\/json; charset=utf-8\r\nContent-Length: (\d+)\r\n\r\n/;
const BOUNDARY = '\r\n---';
const END = '--\r\n';

/** The payloads of a complete body, which must be well-formed to the byte. */
export function readMultipart(body: string): Payload[] {
  let rest = after(body, BOUNDARY);
  const payloads: Payload[] = [];
  while (rest !== END) {
    const head = HEAD.exec(rest);
    if (head === null) throw new Error(`No part begins with ${JSON.stringify(rest.slice(0, 90))}`);
    const bytes = Buffer.from(rest.slice(head[0].length));
    const length = Number(head[1]);
    payloads.push(JSON.parse(bytes.subarray(0, length).toString()) as Payload);
    rest = after(bytes.subarray(length).toString(), BOUNDARY);
  }
  checkPayloads(payloads);
  return payloads;
}

function after(text: string, prefix: string): string {
  if (text.startsWith(prefix)) return text.slice(prefix.length);
  throw new Error(`Expected ${JSON.stringify(prefix)}, found ${JSON.stringify(text.slice(0, 40))}`);
}

function checkPayloads(payloads: readonly Payload[]): void {
  for (const [index, { data, incremental, hasNext }] of payloads.entries()) {
    if ((data !== undefined) !== (index === 0)) throw new Error(`data in payload ${index}`);
    if ((incremental === undefined) !== (index === 0)) throw new Error(`payload ${index} is empty`);
    if (hasNext !== index < payloads.length - 1) throw new Error(`hasNext in payload ${index}`);
  }
}
