import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A `ts` block of a page. */
export interface Snippet {
  /** From the root of the repository. */
  readonly page: string;
  /** Of the fence, from 1. */
  readonly line: number;
  readonly code: string;
}

const BLOCK = /^```ts\n(?<code>[\s\S]*?)^```$/gm;

export function snippetsOf(page: string, text: string): Snippet[] {
  return Array.from(text.matchAll(BLOCK), ({ index, groups }) => ({
    page,
    line: text.slice(0, index).split('\n').length,
    code: groups?.['code'] ?? '',
  }));
}

/** The main README, `docs/`, and the README of each package and guide. */
export async function pagesOf(root: string): Promise<readonly string[]> {
  const docs = await readdir(join(root, 'docs'));
  const folders = await Promise.all(
    ['packages', 'examples', 'apps'].map(async (folder) =>
      (await readdir(join(root, folder))).map((name) => join(folder, name, 'README.md')),
    ),
  );
  return [
    'README.md',
    ...docs.filter((name) => name.endsWith('.md')).map((name) => join('docs', name)),
    ...folders.flat(),
  ];
}

/**
 * The module that a snippet is checked as. Its first line stands for the fence, so that lines of the
 * compiler are lines of the page.
 *
 * A snippet that imports something is complete. One that imports nothing continues its page: what our
 * packages export is imported for it.
 */
export function moduleOf(snippet: Snippet, exported: ReadonlyMap<string, string>): string {
  const { code } = snippet;
  const words = new Set(code.match(/[A-Za-z_$][\w$]*/g));
  const imports = /^import /m.test(code)
    ? []
    : [...words].flatMap((word) => {
        const source = exported.get(word);
        return source === undefined || declares(code, word) ? [] : [importOf(word, source)];
      });
  return `${[...imports, 'export {};'].join(' ')}\n${code}`;
}

function declares(code: string, word: string): boolean {
  return new RegExp(String.raw`\b(?:const|let|class|function|interface|type) ${word}\b`).test(code);
}

function importOf(word: string, source: string): string {
  // A value or a type: the compiler is told not to care.
  return `import { ${word} } from '${source}';`;
}

/** The folder of the snippet's module, unique and readable in messages. */
export function fileOf({ page, line }: Snippet): string {
  const name =
    basename(page) === 'README.md' ? (dirname(page) === '.' ? 'main' : dirname(page)) : page;
  return `${name.replace(/\.md$/, '').replaceAll('/', '.')}.${String(line)}.ts`;
}

/** What the entries export, with the first that does. */
export async function exportedNames(
  root: string,
  entries: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const [specifier, file] of Object.entries(entries)) {
    // oxlint-disable-next-line no-await-in-loop -- the order decides
    const text = await readFile(join(root, file), 'utf8');
    for (const [, list = ''] of text.matchAll(/export (?:type )?\{([^}]*)\}/g)) {
      for (const name of list.split(',').map(exportedName)) {
        if (name !== '' && !names.has(name)) names.set(name, specifier);
      }
    }
  }
  return names;
}

/** `Identity` of `type User as Identity`. */
function exportedName(item: string): string {
  return (
    item
      .trim()
      .replace(/^type /, '')
      .split(' as ')
      .at(-1)
      ?.trim() ?? ''
  );
}
