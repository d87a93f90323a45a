/** Tells a model how to call the tool; goes into the context of the run. */
export function usageGuide(toolName: string): { description: string; value: string } {
  return {
    description: `Guide to the tool ${toolName}: how to show an A2UI surface to the user.`,
    value: GUIDE.replaceAll('TOOL', toolName),
  };
}

const GUIDE = `Call TOOL to show the user an interface instead of, or beside, text. One call draws one surface.

Arguments, in this order:
1. "surfaceId": a name for the surface, unlike those of other surfaces in the conversation.
2. "components": the whole interface as one flat list.
3. "data" (optional): an object with the values that components are bound to.

Components:
- Each is an object with a unique "id", the name of its type as a string in "component", and its properties beside them: {"id": "title", "component": "Text", "text": "Hello"}.
- Exactly one has the id "root". Everything visible is reachable from it.
- Components hold others by id, never inside each other: "child": "title", or "children": ["title", "list"]. Every id that is mentioned exists. No component contains itself, not even by way of others.
- Use only types and properties of the component schema in the context, and give all required properties.

Data:
- {"path": "/user/name"} in place of a literal value binds a property to the data. Inputs write what the user enters to their path.
- To repeat a component for every element of a list, write "children": {"componentId": "row", "path": "/items"}. Inside the repeated component paths have no leading slash: {"path": "name"}.
- Put lists at the top level of "data": they appear element by element while you write them.

What users do arrives as a result of the tool "log_a2ui_event". Answer it; do not call that tool yourself.

Example:
{"surfaceId": "team", "components": [
  {"id": "root", "component": "Column", "children": {"componentId": "member", "path": "/members"}},
  {"id": "member", "component": "Text", "text": {"path": "name"}}
], "data": {"members": [{"name": "Ada"}, {"name": "Grace"}]}}`;
