/** Arguments as a provider takes them back; text that is no JSON object becomes an empty one. */
export function parseInput(input: string): unknown {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
