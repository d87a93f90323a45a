import { recordOf, stringOf } from '../records.js';
import { findCycle } from './find-cycle.js';

/** What is wrong with a list of components, for the model that wrote it and for developers. */
export interface ComponentError {
  readonly code:
    | 'no_components'
    | 'missing_id'
    | 'duplicate_id'
    | 'missing_component'
    | 'unknown_component'
    | 'missing_required_prop'
    | 'unresolved_child'
    | 'child_cycle'
    | 'no_root';
  readonly path: string;
  readonly message: string;
}

/** The components that may be used: by name, the schema of each. */
export type ComponentCatalog = Readonly<Record<string, unknown>>;

type Component = Readonly<Record<string, unknown>>;

/**
 * Whether a surface can be drawn from these components: ids, one root, types and required properties
 * of the catalog if there is one, references to children. Bindings to data are not looked at.
 */
export function validateComponents(
  components: readonly unknown[],
  catalog: ComponentCatalog | undefined,
): readonly ComponentError[] {
  if (components.length === 0) {
    return [{ code: 'no_components', path: 'components', message: 'The list is empty' }];
  }
  const records = components.map((component) => recordOf(component) ?? {});
  const ids = new Set(records.map(({ id }) => id).filter((id) => typeof id === 'string'));
  const errors = records.flatMap((component, index) => [
    ...typeErrors(component, index, catalog),
    ...childErrors(component, index, ids),
  ]);
  return [...errors, ...duplicateErrors(records), ...rootErrors(ids), ...cycleErrors(records)];
}

/** The ids that a component mentions as its children, and where. */
export function childReferences(component: Component): readonly (readonly [string, string])[] {
  const { child, children } = component;
  const references: (readonly [string, string])[] = [];
  if (isString(child)) references.push(['child', child]);
  if (Array.isArray(children)) {
    children.forEach((id: unknown, index) => {
      if (isString(id)) references.push([`children[${index}]`, id]);
    });
    return references;
  }
  const template = stringOf(recordOf(children)?.componentId);
  if (template !== undefined) references.push(['children', template]);
  return references;
}

function typeErrors(
  component: Component,
  index: number,
  catalog: ComponentCatalog | undefined,
): readonly ComponentError[] {
  const at = `components[${index}]`;
  const errors: ComponentError[] = [];
  if (!isString(component.id)) {
    errors.push({ code: 'missing_id', path: `${at}.id`, message: 'There is no string "id"' });
  }
  const type = stringOf(component.component);
  if (type === undefined) {
    const message = 'There is no string "component"';
    errors.push({ code: 'missing_component', path: `${at}.component`, message });
  } else if (catalog !== undefined) {
    errors.push(...catalogErrors(component, type, catalog, at));
  }
  return errors;
}

function catalogErrors(
  component: Component,
  type: string,
  catalog: ComponentCatalog,
  at: string,
): readonly ComponentError[] {
  if (!Object.hasOwn(catalog, type)) {
    const message = `The catalog has no component "${type}"`;
    return [{ code: 'unknown_component', path: `${at}.component`, message }];
  }
  const required = recordOf(catalog[type])?.required;
  if (!Array.isArray(required)) return [];
  return required.filter(isString).flatMap((name) =>
    Object.hasOwn(component, name)
      ? []
      : [
          {
            code: 'missing_required_prop' as const,
            path: `${at}.${name}`,
            message: `"${type}" needs the property "${name}"`,
          },
        ],
  );
}

function childErrors(
  component: Component,
  index: number,
  ids: ReadonlySet<unknown>,
): readonly ComponentError[] {
  return childReferences(component)
    .filter(([, id]) => !ids.has(id))
    .map(([where, id]) => ({
      code: 'unresolved_child',
      path: `components[${index}].${where}`,
      message: `There is no component "${id}"`,
    }));
}

function duplicateErrors(components: readonly Component[]): readonly ComponentError[] {
  const seen = new Set<unknown>();
  const twice = new Set<string>();
  for (const { id } of components) {
    if (isString(id) && seen.has(id)) twice.add(id);
    seen.add(id);
  }
  return [...twice].map((id) => ({
    code: 'duplicate_id',
    path: `components[id=${id}]`,
    message: `Several components have the id "${id}"`,
  }));
}

function rootErrors(ids: ReadonlySet<unknown>): readonly ComponentError[] {
  if (ids.has('root')) return [];
  return [{ code: 'no_root', path: 'components', message: 'No component has the id "root"' }];
}

function cycleErrors(components: readonly Component[]): readonly ComponentError[] {
  const children = new Map<string, readonly string[]>();
  for (const component of components) {
    if (!isString(component.id)) continue;
    children.set(
      component.id,
      childReferences(component).map(([, id]) => id),
    );
  }
  const cycle = findCycle(children);
  if (cycle === undefined) return [];
  const message = `A component contains itself: ${cycle.join(' -> ')}`;
  return [{ code: 'child_cycle', path: `components[id=${cycle[0]}]`, message }];
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
