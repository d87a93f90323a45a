import type { CallExpression, Expression, Node, Program } from 'oxc-parser';

/** Something that a file has from a module. */
export interface Binding {
  readonly local: string;
  /** `default`, `*` for everything, or the name of the export. `require()` gives everything. */
  readonly imported: string;
  readonly source: string;
}

/** What the statements at the top of a file import or require, side effects aside. */
export function readBindings({ body }: Program): readonly Binding[] {
  return body.flatMap((statement): readonly Binding[] => {
    if (statement.type === 'ImportDeclaration') {
      return statement.specifiers.map((specifier) => ({
        local: specifier.local.name,
        imported: importedName(specifier),
        source: statement.source.value,
      }));
    }
    if (statement.type === 'TSImportEqualsDeclaration') {
      const { id, moduleReference } = statement;
      if (moduleReference.type !== 'TSExternalModuleReference') return [];
      return [{ local: id.name, imported: '*', source: moduleReference.expression.value }];
    }
    if (statement.type !== 'VariableDeclaration') return [];
    return statement.declarations.flatMap(({ id, init }) => {
      const source = requiredModule(init);
      return source === null ? [] : fromPattern(id, source);
    });
  });
}

/** The module of `require('module')`. */
export function requiredModule(node: Node | null): string | null {
  if (node?.type !== 'CallExpression' || !isIdentifier(node.callee, 'require')) return null;
  const [argument] = node.arguments;
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : null;
}

export function isIdentifier(node: Expression | Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

type Specifier = Extract<
  Node,
  { type: 'ImportSpecifier' | 'ImportDefaultSpecifier' | 'ImportNamespaceSpecifier' }
>;

function importedName(specifier: Specifier): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  return nameOf(specifier.imported);
}

function fromPattern(id: Node, source: string): readonly Binding[] {
  if (id.type === 'Identifier') return [{ local: id.name, imported: '*', source }];
  if (id.type !== 'ObjectPattern') return [];
  return id.properties.flatMap((property) =>
    property.type === 'Property' && property.value.type === 'Identifier'
      ? [{ local: property.value.name, imported: nameOf(property.key), source }]
      : [],
  );
}

/** The text of an identifier or of a string. */
export function nameOf(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'Literal' ? String(node.value) : '';
}

/** The name of what is called, without what it is a member of. */
export function calledName({ callee }: CallExpression): string {
  return lastName(callee);
}

/** The text of an identifier, or of that behind the last dot. */
export function lastName(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return '';
  return node.property.type === 'Identifier' ? node.property.name : '';
}
