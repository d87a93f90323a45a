import { PartialJson, type JsonPath } from '../json/partial-json.js';
import { recordOf, stringOf } from '../records.js';
import type { CatalogChoice } from './choose-catalog.js';
import { GrowingLists, repeatedLists } from './growing-lists.js';
import { paintContent } from './surface-operations.js';
import {
  validateComponents,
  type ComponentCatalog,
  type ComponentError,
} from './validate-components.js';

/** What the arguments of a call have come to. */
export type RenderProgress =
  | { readonly kind: 'tokens'; readonly tokens: number }
  | { readonly kind: 'invalid'; readonly errors: readonly ComponentError[] }
  | { readonly kind: 'painted'; readonly surfaceId: string; readonly content: object };

export interface RenderRules {
  readonly catalogIdFor: CatalogChoice;
  readonly catalog: ComponentCatalog | undefined;
}

/** About as many characters as a token has. */
const CHARACTERS_PER_TOKEN = 4;
const TOKENS_BETWEEN_REPORTS = 20;

/** The arguments of one call of a render tool, read while they are written. */
export class RenderCall {
  readonly #rules: RenderRules;
  readonly #arguments: PartialJson;
  readonly #lists = new GrowingLists();
  #length = 0;
  #tokensTold = 0;
  #surfaceId: string | undefined;
  #catalogId: string | undefined;
  #components: readonly unknown[] | undefined;
  #repeated: readonly string[] = [];
  #errors: readonly ComponentError[] | null = null;
  #data: Readonly<Record<string, unknown>> | undefined;
  /** What has been read since the surface was painted last would change it. */
  #changed = false;

  constructor(rules: RenderRules) {
    this.#rules = rules;
    this.#arguments = new PartialJson({ closed: (path, value) => this.#closed(path, value) });
  }

  /** More of the arguments: what there is to tell, if anything. */
  push(delta: string): RenderProgress | undefined {
    this.#length += delta.length;
    this.#arguments.write(delta);
    return this.#take(false);
  }

  /** There will be no more of them. */
  end(): RenderProgress | undefined {
    return this.#take(true);
  }

  #take(end: boolean): RenderProgress | undefined {
    if (this.#errors !== null) return this.#takeErrors();
    if (this.#components === undefined || this.#surfaceId === undefined) return this.#takeTokens();
    const grown = this.#data === undefined ? this.#lists.takeGrown(this.#repeated, end) : undefined;
    return this.#paint(this.#surfaceId, this.#components, grown);
  }

  #takeErrors(): RenderProgress | undefined {
    const errors = this.#errors ?? [];
    // Told once: an empty list stands for errors that were told.
    this.#errors = [];
    return errors.length === 0 ? undefined : { kind: 'invalid', errors };
  }

  #takeTokens(): RenderProgress | undefined {
    const tokens = Math.round(this.#length / CHARACTERS_PER_TOKEN);
    if (tokens - this.#tokensTold < TOKENS_BETWEEN_REPORTS) return undefined;
    this.#tokensTold = tokens;
    return { kind: 'tokens', tokens };
  }

  #paint(
    surfaceId: string,
    components: readonly unknown[],
    grown: Readonly<Record<string, unknown>> | undefined,
  ): RenderProgress | undefined {
    if (!this.#changed && grown === undefined) return undefined;
    this.#changed = false;
    const catalogId = this.#rules.catalogIdFor(this.#catalogId);
    const data = this.#data ?? grown;
    const content = paintContent({ surfaceId, catalogId, components, data });
    return { kind: 'painted', surfaceId, content };
  }

  #closed(path: JsonPath, value: unknown): void {
    const [name, list] = path;
    if (path.length === 1) this.#argumentClosed(name, value);
    else if (path.length === 3 && name === 'data' && typeof path[2] === 'number') {
      this.#lists.add(String(list), value);
    }
  }

  #argumentClosed(name: unknown, value: unknown): void {
    switch (name) {
      case 'surfaceId':
        this.#surfaceId = stringOf(value);
        break;
      case 'catalogId':
        this.#catalogId = stringOf(value);
        break;
      case 'components':
        this.#componentsClosed(Array.isArray(value) ? value : []);
        break;
      case 'data':
        this.#data = recordOf(value);
        break;
      default:
        return;
    }
    this.#changed = true;
  }

  #componentsClosed(components: readonly unknown[]): void {
    const errors = validateComponents(components, this.#rules.catalog);
    this.#errors = errors.length === 0 ? null : errors;
    this.#components = errors.length === 0 ? components : undefined;
    this.#repeated = repeatedLists(components);
  }
}
