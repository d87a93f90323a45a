/** The text of the n-th event of a test. */
export function event(n: number): string {
  return JSON.stringify({ type: 'CUSTOM', name: `event ${n}`, value: n });
}
