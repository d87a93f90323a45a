import { recordOf, stringOf } from '../records.js';

/**
 * The lists of the data that templates repeat a component for, as far as they have been written. Only
 * lists at the top level of the data are followed.
 */
export class GrowingLists {
  readonly #lists = new Map<string, unknown[]>();
  #count = 0;
  #told = 0;

  add(name: string, item: unknown): void {
    const list = this.#lists.get(name);
    if (list === undefined) this.#lists.set(name, [item]);
    else list.push(item);
  }

  /**
   * The lists that `components` repeat, if they have grown enough since they were taken. Every item
   * counts at first; of long lists several are told at once, so that all that is told together stays
   * in proportion to the data.
   */
  takeGrown(names: readonly string[]): Readonly<Record<string, unknown>> | undefined {
    const lists = names.flatMap((name) => {
      const list = this.#lists.get(name);
      return list === undefined ? [] : [[name, list] as const];
    });
    this.#count = lists.reduce((sum, [, list]) => sum + list.length, 0);
    if (this.#count === 0 || this.#count < this.#told + Math.max(1, this.#told / 8))
      return undefined;
    this.#told = this.#count;
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
