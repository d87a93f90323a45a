/** One broken invariant of durability.md section 11, in words. */
export interface Violation {
  readonly id: string;
  readonly text: string;
}

export function violation(id: string, text: string): Violation {
  return { id, text };
}
