import type { Node } from 'oxc-parser';

import { nameOf, readBindings, requiredModule } from '../source/bindings.js';
import type { ParsedSource } from '../source/parse-source.js';
import { walk } from '../source/walk.js';
import { isOldModule } from './old-module.js';
import { NO_INTELLIGENCE, reasonOf } from './old-names.js';

/** Options of the runtime that somebody has to look at, and why. */
const OPTIONS: Readonly<Record<string, string>> = {
  intelligence: NO_INTELLIGENCE,
  channels: NO_INTELLIGENCE,
  licenseToken: 'is not needed: nothing is licensed',
  telemetryId: 'is not needed: there is no telemetry',
  telemetryProperties: 'is not needed: there is no telemetry',
};

interface Use {
  readonly node: Node;
  readonly name: string;
  readonly reason: string | undefined;
}

/** A name of the old package, by the module that it is taken from. */
interface OldName {
  readonly name: string;
  readonly module: string;
}

/** What a file uses that an import alone does not move over, with its line and the reason. */
export function reviewNotes({ path, text, program }: ParsedSource): readonly string[] {
  const own = readBindings(program).filter((binding) => isOldModule(binding.source));
  const everything = new Map(
    own
      .filter(({ imported }) => imported === '*' || imported === 'default')
      .map(({ local, source }) => [local, source]),
  );
  const runtimes = own
    .filter(({ imported }) => /^Copilot\w*Runtime$/.test(imported))
    .map(({ local }) => local);
  const uses: Use[] = [];
  walk(program, (node) => {
    for (const { name, module } of namesIn(node, everything)) {
      uses.push({ node, name, reason: reasonOf(name, module) });
    }
    for (const option of optionsIn(node, runtimes)) {
      uses.push({ node: option.node, name: option.name, reason: OPTIONS[option.name] });
    }
  });
  return uses
    .filter(({ reason }) => reason !== undefined)
    .toSorted((a, b) => a.node.start - b.node.start)
    .map(({ node, name, reason }) => `${path}:${lineOf(text, node.start)}: ${name} ${reason}.`);
}

/** The options that a runtime is made with. */
function optionsIn(
  node: Node,
  runtimes: readonly string[],
): readonly { readonly node: Node; readonly name: string }[] {
  if (node.type !== 'NewExpression' || !runtimes.includes(nameOf(node.callee))) return [];
  const [options] = node.arguments;
  if (options?.type !== 'ObjectExpression') return [];
  return options.properties.flatMap((property) =>
    property.type === 'Property' ? [{ node: property, name: nameOf(property.key) }] : [],
  );
}

/** The exports of the old package that a node names. */
function namesIn(node: Node, everything: ReadonlyMap<string, string>): readonly OldName[] {
  switch (node.type) {
    case 'ImportDeclaration': {
      const names = node.specifiers.flatMap((specifier) =>
        specifier.type === 'ImportSpecifier' ? [nameOf(specifier.imported)] : [],
      );
      return takenFrom(node.source.value, names);
    }
    case 'ExportNamedDeclaration':
      return takenFrom(
        node.source?.value,
        node.specifiers.map(({ local }) => nameOf(local)),
      );
    case 'MemberExpression':
      return takenFrom(everything.get(nameOf(node.object)), [nameOf(node.property)]);
    case 'TSQualifiedName':
      return takenFrom(everything.get(nameOf(node.left)), [nameOf(node.right)]);
    case 'VariableDeclaration':
      return requiredNames(node);
    default:
      return [];
  }
}

function takenFrom(module: string | undefined, names: readonly string[]): readonly OldName[] {
  if (module === undefined || !isOldModule(module)) return [];
  return names.map((name) => ({ name, module }));
}

function requiredNames(
  declaration: Extract<Node, { type: 'VariableDeclaration' }>,
): readonly OldName[] {
  return declaration.declarations.flatMap(({ id, init }) => {
    const module = init?.type === 'AwaitExpression' ? init.argument : init;
    if (id.type !== 'ObjectPattern' || module === null) return [];
    const names = id.properties.flatMap((property) =>
      property.type === 'Property' ? [nameOf(property.key)] : [],
    );
    return takenFrom(loadedModule(module), names);
  });
}

/** The module of `require('…')` or `import('…')`. */
function loadedModule(node: Node): string | undefined {
  if (node.type === 'ImportExpression') return nameOf(node.source);
  return requiredModule(node) ?? undefined;
}

export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
