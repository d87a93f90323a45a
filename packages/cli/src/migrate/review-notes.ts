import type { Node } from 'oxc-parser';

import { nameOf, readBindings } from '../source/bindings.js';
import type { ParsedSource } from '../source/parse-source.js';
import { walk } from '../source/walk.js';
import { isOldModule } from './old-module.js';

const NO_GRAPHQL =
  'has no counterpart: there is no GraphQL engine, clients of it are served without';
const NO_INTELLIGENCE =
  'belongs to CopilotKit Intelligence, which is not offered: threads are kept by `threads: sqliteThreads(…)` or `postgresThreads(…)`';

/** Exports that somebody has to look at, and why. */
const NAMES: Readonly<Record<string, string>> = {
  OpenAIAssistantAdapter:
    'refuses to be made, as its API is gone: use OpenAIAdapter or BuiltInAgent',
  buildSchema: NO_GRAPHQL,
  getCommonConfig: NO_GRAPHQL,
  GraphQLContext: NO_GRAPHQL,
  GuardrailsValidationFailureResponse: NO_GRAPHQL,
  MessageStreamInterruptedResponse: NO_GRAPHQL,
  UnknownErrorResponse: NO_GRAPHQL,
  FilterThinkingTextBuffer: 'has no counterpart: adapters filter by themselves',
  CopilotIntelligenceRuntime: NO_INTELLIGENCE,
  CopilotKitIntelligence: NO_INTELLIGENCE,
  IntelligenceAgentRunner: NO_INTELLIGENCE,
};

/** Options of the runtime that somebody has to look at, and why. */
const OPTIONS: Readonly<Record<string, string>> = {
  intelligence: NO_INTELLIGENCE,
  channels: NO_INTELLIGENCE,
  licenseToken: 'is not needed: nothing is licensed',
  telemetryId: 'is not needed: there is no telemetry',
  telemetryProperties: 'is not needed: there is no telemetry',
};

/** What a file uses that an import alone does not move over, each as `line: name: reason`. */
export function reviewNotes(source: ParsedSource): readonly string[] {
  const note = (node: Node, name: string, reason: string): string =>
    `${source.path}:${lineOf(source.text, node.start)}: ${name} ${reason}.`;
  const notes: string[] = [];
  const locals = readBindings(source.program).filter((binding) => isOldModule(binding.source));
  const runtimes = locals.filter(({ imported }) => /^Copilot\w*Runtime$/.test(imported));
  const everything = locals.filter(({ imported }) => imported === '*' || imported === 'default');
  walk(source.program, (node) => {
    for (const name of namesIn(
      node,
      everything.map(({ local }) => local),
    )) {
      const reason = NAMES[name];
      if (reason !== undefined) notes.push(note(node, name, reason));
    }
    if (node.type !== 'NewExpression') return;
    const made = nameOf(node.callee);
    const [options] = node.arguments;
    if (!runtimes.some(({ local }) => local === made) || options?.type !== 'ObjectExpression')
      return;
    for (const property of options.properties) {
      if (property.type !== 'Property') continue;
      const reason = OPTIONS[nameOf(property.key)];
      if (reason !== undefined) notes.push(note(property, nameOf(property.key), reason));
    }
  });
  return notes;
}

/** The exports of the old package that a node names. */
function namesIn(node: Node, everything: readonly string[]): readonly string[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return node.specifiers.flatMap((specifier) =>
        specifier.type === 'ImportSpecifier' && isOldModule(node.source.value)
          ? [nameOf(specifier.imported)]
          : [],
      );
    case 'ExportNamedDeclaration':
      return node.source !== null && isOldModule(node.source.value)
        ? node.specifiers.map(({ local }) => nameOf(local))
        : [];
    case 'MemberExpression':
      return everything.includes(nameOf(node.object)) ? [nameOf(node.property)] : [];
    case 'VariableDeclaration':
      return requiredNames(node);
    default:
      return [];
  }
}

function requiredNames(declaration: Extract<Node, { type: 'VariableDeclaration' }>): string[] {
  return declaration.declarations.flatMap(({ id, init }) => {
    const module = init?.type === 'AwaitExpression' ? init.argument : init;
    if (id.type !== 'ObjectPattern' || module === null || !namesOldModule(module)) return [];
    return id.properties.flatMap((property) =>
      property.type === 'Property' ? [nameOf(property.key)] : [],
    );
  });
}

/** `require('…')` or `import('…')` of it. */
function namesOldModule(node: Node): boolean {
  if (node.type === 'ImportExpression') return isOldModule(nameOf(node.source));
  if (node.type !== 'CallExpression' || nameOf(node.callee) !== 'require') return false;
  const [argument] = node.arguments;
  return argument !== undefined && isOldModule(nameOf(argument));
}

export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
