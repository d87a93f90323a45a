import { describe, expect, it } from '@jest/globals';
import { validateComponents } from './validate-components.js';

const CATALOG = { Text: { required: ['text'] }, Box: {}, List: { required: ['children'] } };
const ROOT = { id: 'root', component: 'Box' };
const TEXT = { id: 'text', component: 'Text', text: 'a' };

function found(components: readonly unknown[]): string[] {
  const errors = validateComponents(components, CATALOG);
  return errors.map(({ code, path }) => `${code} at ${path}`);
}

describe('validateComponents', () => {
  it.each<[string, unknown[], string[]]>([
    ['a root alone', [ROOT], []],
    ['children that exist', [{ ...ROOT, child: 'text', children: ['text'] }, TEXT], []],
    [
      'a template that exists',
      [{ ...ROOT, children: { componentId: 'text', path: '/a' } }, TEXT],
      [],
    ],
    ['a bound property', [ROOT, { ...TEXT, text: { path: '/nowhere' } }], []],
    ['a component that two hold', [{ ...ROOT, children: ['text', 'text'] }, TEXT], []],
    ['no components', [], ['no_components at components']],
    ['no root', [TEXT], ['no_root at components']],
    ['no id', [ROOT, { component: 'Box' }], ['missing_id at components[1].id']],
    ['no type', [{ id: 'root' }], ['missing_component at components[0].component']],
    [
      'an object as type',
      [{ id: 'root', component: { Box: {} } }],
      ['missing_component at components[0].component'],
    ],
    [
      'something else than an object',
      [ROOT, 'text'],
      ['missing_id at components[1].id', 'missing_component at components[1].component'],
    ],
    [
      'a type that is not in the catalog',
      [{ id: 'root', component: 'Nope' }],
      ['unknown_component at components[0].component'],
    ],
    [
      'a type that only objects have',
      [{ id: 'root', component: 'constructor' }],
      ['unknown_component at components[0].component'],
    ],
    [
      'a missing property',
      [ROOT, { id: 'text', component: 'Text' }],
      ['missing_required_prop at components[1].text'],
    ],
    ['an unknown child', [{ ...ROOT, child: 'x' }], ['unresolved_child at components[0].child']],
    [
      'an unknown child of several',
      [{ ...ROOT, children: ['text', 'x'] }, TEXT],
      ['unresolved_child at components[0].children[1]'],
    ],
    [
      'an unknown template',
      [{ ...ROOT, children: { componentId: 'x', path: '/a' } }],
      ['unresolved_child at components[0].children'],
    ],
    ['an id twice', [ROOT, TEXT, TEXT, TEXT], ['duplicate_id at components[id=text]']],
    ['itself as child', [{ ...ROOT, child: 'root' }], ['child_cycle at components[id=root]']],
    [
      'itself among its grandchildren',
      [ROOT, { id: 'a', component: 'Box', child: 'b' }, { id: 'b', component: 'Box', child: 'a' }],
      ['child_cycle at components[id=a]'],
    ],
  ])('judges %s', (_, components, errors) => {
    expect(found(components)).toEqual(errors);
  });

  it('takes any type without a catalog', () => {
    expect(validateComponents([{ id: 'root', component: 'Whatever' }], undefined)).toEqual([]);
  });

  it('follows a chain of any length', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => ({
      id: index === 0 ? 'root' : `c${index}`,
      component: 'Box',
      child: `c${(index + 1) % 50_000}`,
    }));
    expect(found(chain)).toEqual(['unresolved_child at components[49999].child']);
  });
});
