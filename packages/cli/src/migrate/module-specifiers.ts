import type { CallExpression, Node } from 'oxc-parser';

import { nameOf } from '../source/bindings.js';
import type { ParsedSource } from '../source/parse-source.js';
import { walk } from '../source/walk.js';

/** A text in a source that names a module. */
export interface ModuleSpecifier {
  readonly value: string;
  /** Whether only the running program knows the module: the value is the expression then. */
  readonly computed: boolean;
  /** Index of the first character, inside of the quotes. */
  readonly start: number;
}

/** Methods whose first argument is a module: of Jest, Vitest, Bun and the test runner of Node. */
const MOCKS =
  /^(mock|doMock|unmock|doUnmock|dontMock|deepUnmock|setMock|unstable_mockModule|module|requireActual|requireMock|importActual|importMock|createMockFromModule)$/;

const MOCKERS = /^(jest|vi|vitest|mock)$/;

/** Every module that a source imports, requires, mocks or describes, in the order of the text. */
export function moduleSpecifiers({ program, text }: ParsedSource): readonly ModuleSpecifier[] {
  const found: ModuleSpecifier[] = [];
  walk(program, (node) => {
    const module = moduleIn(node);
    if (!module) return;
    const value = textOf(module);
    const { start, end } = module;
    if (value === null) found.push({ value: text.slice(start, end), computed: true, start });
    else if (text.startsWith(value, start + 1)) {
      found.push({ value, computed: false, start: start + 1 });
    }
  });
  return found;
}

/** The node that names a module in an import of any kind. */
function moduleIn(node: Node): Node | null | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source;
    case 'TSExternalModuleReference':
      return node.expression;
    case 'TSModuleDeclaration':
      return node.id;
    case 'CallExpression':
      return takesModule(node) ? node.arguments[0] : null;
    default:
      return null;
  }
}

function takesModule({ callee }: CallExpression): boolean {
  if (callee.type === 'Identifier') return callee.name === 'require';
  if (callee.type !== 'MemberExpression') return false;
  const { object, property } = callee;
  const method = nameOf(property);
  if (method === 'resolve') {
    return object.type === 'MetaProperty' || nameOf(object) === 'require';
  }
  return MOCKS.test(method) && MOCKERS.test(nameOf(object));
}

/** The value of a text without placeholders. */
function textOf(node: Node): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return null;
  return node.quasis[0]?.value.cooked ?? null;
}
