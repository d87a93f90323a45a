/** A server-sent event with JSON data, named or not. */
export function sseEvent(data: unknown, name?: string): string {
  const event = name === undefined ? '' : `event: ${name}\n`;
  return `${event}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}
