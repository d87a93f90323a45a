import type { RequirementId } from './requirements.js';

/** A test that proves requirements: its title carries their ids, where `coverage.spec.ts` finds them. */
export function verifies(
  ids: RequirementId | readonly RequirementId[],
  title: string,
  run: (() => void) | (() => Promise<void>),
): void {
  const cited = typeof ids === 'string' ? [ids] : ids;
  it(`${title} ${cited.map((id) => `[${id}]`).join(' ')}`, run);
}
