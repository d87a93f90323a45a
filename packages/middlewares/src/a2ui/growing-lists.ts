import { recordOf, stringOf } from '../records.js';

/**
 * The lists of the data that templates repeat a component for, as far as they have been written. Only
 * lists at the top level of the data are followed.
 */
export class GrowingLists {
  readonly #lists = new Map<string, unknown[]>();
  #told = 0;

  add(name: string, item: unknown): void {
    const list = this.#lists.get(name);
    if (list === undefined) this.#lists.set(name, [item]);
    else list.push(item);
  }

  /**
   * These lists, if they have grown enough since they were taken, or at all if that is the `end`.
   * Every item counts at first; of long lists several are told at once, so that all that is told
   * together stays in proportion to the data.
   */
  takeGrown(names: readonly string[], end: boolean): Readonly<Record<string, unknown>> | undefined {
    const lists = names.flatMap((name) => {
      const list = this.#lists.get(name);
      return list === undefined ? [] : [[name, list] as const];
    });
    const count = lists.reduce((sum, [, list]) => sum + list.length, 0);
    const enough = this.#told + (end ? 1 : Math.max(1, this.#told / 8));
    if (count === 0 || count < enough) return undefined;
    this.#told = count;
    return Object.fromEntries(lists.map(([name, list]) => [name, [...list]]));
  }
}

/** The names of the lists that components are repeated for. */
export function repeatedLists(components: readonly unknown[]): readonly string[] {
  const names = components.flatMap((component) => {
    const path = stringOf(recordOf(recordOf(component)?.children)?.path);
    const name = path === undefined ? undefined : /^\/([^/]+)$/.exec(path)?.[1];
    return name === undefined ? [] : [name.replaceAll('~1', '/').replaceAll('~0', '~')];
  });
  return [...new Set(names)];
}
