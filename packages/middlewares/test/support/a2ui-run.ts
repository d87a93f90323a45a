import { a2ui, type A2UIOptions, type AguiEvent, type RunInput } from '../../src/index.js';
import { runContext, runInput } from './script.js';

export const TOOL = 'render_a2ui';
export const BASIC = 'https://a2ui.org/specification/v0_9/basic_catalog.json';
export const LIST = [
  { id: 'root', component: 'Column', children: { componentId: 'row', path: '/items' } },
  { id: 'row', component: 'Text', text: { path: 'name' } },
];
export const DATA = { items: [{ name: 'a' }, { name: 'b 😀' }, { name: 'c' }], title: 'T' };
export const SURFACE = { surfaceId: 's', components: LIST, data: DATA };
export const BROKEN = { surfaceId: 's', components: [{ id: 'x', component: 'Text' }] };

export function transform(
  events: readonly AguiEvent[],
  options: A2UIOptions = {},
  input: Partial<RunInput> = {},
): AguiEvent[] {
  const begun = a2ui(options).begin(runInput(input), runContext());
  if (begun === null) throw new Error('Not on');
  return [...events.flatMap((event) => begun.push(event)), ...begun.end()];
}

/** The content that paints a surface from nothing. */
export function operations(
  surfaceId: string,
  catalogId: string,
  components: unknown,
  data?: unknown,
) {
  return {
    a2ui_operations: [
      { version: 'v0.9', createSurface: { surfaceId, catalogId } },
      { version: 'v0.9', updateComponents: { surfaceId, components } },
      ...(data === undefined
        ? []
        : [{ version: 'v0.9', updateDataModel: { surfaceId, path: '/', value: data } }]),
    ],
  };
}
