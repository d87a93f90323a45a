import { crc32 } from 'node:zlib';

/** An answer of Amazon Bedrock: events of its binary stream format. */
export function converseStream(text: string): Uint8Array<ArrayBuffer> {
  const events: readonly (readonly [string, unknown])[] = [
    ['messageStart', { role: 'assistant' }],
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { text } }],
    ['contentBlockStop', { contentBlockIndex: 0 }],
    ['messageStop', { stopReason: 'end_turn' }],
  ];
  return new Uint8Array(Buffer.concat(events.map(([name, payload]) => frame(name, payload))));
}

/** Lengths, headers, payload, and the checksums of both parts. */
function frame(name: string, payload: unknown): Buffer {
  const headers = Buffer.concat([
    header(':event-type', name),
    header(':content-type', 'application/json'),
    header(':message-type', 'event'),
  ]);
  const body = Buffer.from(JSON.stringify(payload));
  const lengths = Buffer.concat([
    uint32(headers.length + body.length + 16),
    uint32(headers.length),
  ]);
  const head = Buffer.concat([lengths, uint32(crc32(lengths)), headers, body]);
  return Buffer.concat([head, uint32(crc32(head))]);
}

/** The value is a text, which is type 7. */
function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([7]),
    length,
    Buffer.from(value),
  ]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
