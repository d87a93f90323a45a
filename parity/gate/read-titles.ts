import { parseSync } from '@swc/core';

/** The title of a test, of a group of tests, or of a case that a contract suite makes a test of. */
export interface TestTitle {
  /** Placeholders of template literals stand as `${}`. */
  readonly text: string;
  /** Requirements that it names as `[id]`, or that `verifies` was given. */
  readonly ids: readonly string[];
  /** Whether it is never run. */
  readonly skipped: boolean;
}

interface Node {
  readonly type?: unknown;
  readonly [field: string]: unknown;
}

const FUNCTIONS: ReadonlySet<string> = new Set(['it', 'test', 'describe', 'verifies']);
const SKIPPED_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['xit', 'it'],
  ['xtest', 'test'],
  ['xdescribe', 'describe'],
]);
const SKIPPING: ReadonlySet<string> = new Set(['skip', 'todo']);
/** The properties under which contract suites keep the titles of their cases. */
const TITLE_PROPERTIES: ReadonlySet<string> = new Set(['name', 'title']);
const MARKER = /\[([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+)\]/g;

/** Every title in a TypeScript source, whoever runs it. */
export function readTitles(source: string): TestTitle[] {
  const module = parseSync(source, { syntax: 'typescript', decorators: true });
  const reader = new TitleReader();
  reader.visit(module as unknown as Node, false);
  return reader.titles;
}

class TitleReader {
  readonly titles: TestTitle[] = [];
  /** Names that stand for a function of the test runner unless something is missing: `ok ? it : it.skip`. */
  readonly #aliases = new Map<string, string>();

  visit(node: unknown, skipped: boolean): void {
    if (Array.isArray(node)) {
      for (const child of node) this.visit(child, skipped);
      return;
    }
    if (!isNode(node)) return;
    const called = node.type === 'CallExpression' ? this.#called(node.callee) : null;
    const inside = skipped || (called?.skipped ?? false);
    if (called !== null) this.#record(called.name, argumentsOf(node), inside);
    else this.#note(node, skipped);
    for (const child of Object.values(node)) this.visit(child, inside);
  }

  #note(node: Node, skipped: boolean): void {
    switch (node.type) {
      case 'VariableDeclarator':
        return this.#noteAlias(node);
      case 'KeyValueProperty':
        return this.#recordProperty(node, skipped);
      case 'ArrayExpression':
        return this.#recordRow(node, skipped);
    }
  }

  #noteAlias({ id, init }: Node): void {
    if (!isNode(id) || !isNode(init) || init.type !== 'ConditionalExpression') return;
    const choices = [init.consequent, init.alternate].map((choice) =>
      testFunction(namesOf(choice)),
    );
    const running = choices.find((choice) => choice !== null && !choice.skipped);
    if (running) this.#aliases.set(String(id.value), running.name);
  }

  #called(callee: unknown): TestFunction | null {
    return testFunction(namesOf(callee).map((name) => this.#aliases.get(name) ?? name));
  }

  #record(name: string, args: readonly unknown[], skipped: boolean): void {
    const text = textOf(args[name === 'verifies' ? 1 : 0]);
    if (text === null) return;
    const given = name === 'verifies' ? textsIn(args[0]) : [];
    this.titles.push({ text, ids: [...given, ...markersIn(text)], skipped });
  }

  /** A row of a table of cases begins with its title; any other array does not name requirements. */
  #recordRow(row: Node, skipped: boolean): void {
    const [first = ''] = textsIn(row);
    const ids = markersIn(first);
    if (ids.length > 0) this.titles.push({ text: first, ids, skipped });
  }

  #recordProperty({ key, value }: Node, skipped: boolean): void {
    if (!isNode(key) || !TITLE_PROPERTIES.has(String(key.value))) return;
    const text = textOf(value);
    if (text !== null) this.titles.push({ text, ids: markersIn(text), skipped });
  }
}

interface TestFunction {
  readonly name: string;
  readonly skipped: boolean;
}

/** The function of the test runner that a chain of names is: `it`, `it.each`, `api.it`. */
function testFunction(chain: readonly string[]): TestFunction | null {
  for (const part of chain) {
    const plain = SKIPPED_FUNCTIONS.get(part) ?? part;
    // A regular expression has a `test`, too.
    if (!FUNCTIONS.has(plain) || (plain === 'test' && part !== chain[0])) continue;
    return { name: plain, skipped: plain !== part || chain.some((name) => SKIPPING.has(name)) };
  }
  return null;
}

function namesOf(callee: unknown): string[] {
  if (!isNode(callee)) return [];
  switch (callee.type) {
    case 'Identifier':
      return [String(callee.value)];
    case 'MemberExpression':
      return [...namesOf(callee.object), ...namesOf(callee.property)];
    case 'CallExpression':
      return namesOf(callee.callee);
    case 'TaggedTemplateExpression':
      return namesOf(callee.tag);
    default:
      return [];
  }
}

function argumentsOf(call: Node): unknown[] {
  if (!Array.isArray(call.arguments)) return [];
  return call.arguments.map((argument: unknown) =>
    isNode(argument) ? argument.expression : undefined,
  );
}

/** The text of a literal, or `null` for anything else. */
function textOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'StringLiteral') return String(node.value);
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return null;
  return node.quasis.map((part: unknown) => (isNode(part) ? String(part.cooked) : '')).join('${}');
}

function textsIn(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node.type !== 'ArrayExpression') return [textOf(node) ?? ''];
  return (Array.isArray(node.elements) ? node.elements : []).map(
    (element: unknown) => textOf(isNode(element) ? element.expression : null) ?? '',
  );
}

function markersIn(text: string): string[] {
  return [...text.matchAll(MARKER)].map(([, id = '']) => id);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
