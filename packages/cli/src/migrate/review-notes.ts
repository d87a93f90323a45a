import type { Node } from 'oxc-parser';

import { nameOf, readBindings } from '../source/bindings.js';
import type { ParsedSource } from '../source/parse-source.js';
import { walk } from '../source/walk.js';
import { isOldModule } from './old-module.js';

const NO_GRAPHQL =
  'has no counterpart: there is no GraphQL engine, clients of it are served without';
const NO_INTELLIGENCE =
  'belongs to CopilotKit Intelligence, which is not offered: threads are kept by `threads: sqliteThreads(…)` or `postgresThreads(…)`';

/** Exports that are there, so that imports of them work, but refuse to be used, and why. */
export const REFUSING_NAMES: Readonly<Record<string, string>> = {
  OpenAIAssistantAdapter:
    'refuses to be made, as its API is gone: use OpenAIAdapter or BuiltInAgent',
  CopilotIntelligenceRuntime: NO_INTELLIGENCE,
  CopilotKitIntelligence: NO_INTELLIGENCE,
  IntelligenceAgentRunner: NO_INTELLIGENCE,
};

/** Exports that have no counterpart, and why. */
export const MISSING_NAMES: Readonly<Record<string, string>> = {
  ...withReason(NO_GRAPHQL, [
    'buildSchema',
    'getCommonConfig',
    'GuardrailsValidationFailureResponse',
    'MessageStreamInterruptedResponse',
    'UnknownErrorResponse',
  ]),
  ...withReason('has no counterpart: adapters filter by themselves', ['FilterThinkingTextBuffer']),
  ...withReason(NO_INTELLIGENCE, [
    'ChannelsControl',
    'ChannelStatus',
    'CopilotRuntimeFetchHandlerWithChannels',
    'CopilotRuntimeLearningConfig',
    'CopilotRuntimeLearningContext',
    'CopilotRuntimeMemoryConfig',
    'CreateThreadRequest',
    'GetLearningContainerId',
    'LearningContainerSelectorInput',
    'ListThreadsResponse',
    'MemoryAccess',
    'MemoryConsumer',
    'MemoryGrant',
    'RuntimeWithDeclaredChannels',
    'SubscribeToThreadsRequest',
    'SubscribeToThreadsResponse',
    'ThreadSummary',
    'UpdateThreadRequest',
  ]),
};

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

/** What a file uses that an import alone does not move over, with its line and the reason. */
export function reviewNotes({ path, text, program }: ParsedSource): readonly string[] {
  const own = readBindings(program).filter((binding) => isOldModule(binding.source));
  const named = (test: RegExp): readonly string[] =>
    own.filter(({ imported }) => test.test(imported)).map(({ local }) => local);
  const everything = named(/^(\*|default)$/);
  const runtimes = named(/^Copilot\w*Runtime$/);
  const uses: Use[] = [];
  walk(program, (node) => {
    for (const name of namesIn(node, everything)) {
      uses.push({ node, name, reason: REFUSING_NAMES[name] ?? MISSING_NAMES[name] });
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

function withReason(reason: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}
