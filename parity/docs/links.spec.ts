import { readFile, stat } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pagesOf } from './support/snippets.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The name that a heading has in addresses. */
function anchorOf(heading: string): string {
  const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return text
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

async function anchorsOf(page: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(ROOT, page), 'utf8');
  return new Set(Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading = '']) => anchorOf(heading)));
}

/** Why the link leads nowhere; `null` if it does not. */
async function brokenLink(page: string, target: string, anchor: string): Promise<string | null> {
  const path = target === '' ? page : normalize(join(dirname(page), target));
  const found = await stat(join(ROOT, path)).catch(() => null);
  if (found === null) return `${page}: there is no ${path}`;
  if (anchor === '') return null;
  const file = found.isDirectory() ? join(path, 'README.md') : path;
  return (await anchorsOf(file)).has(anchor) ? null : `${page}: ${file} has no #${anchor}`;
}

describe('the documentation', () => {
  it('has no link that leads nowhere', async () => {
    const pages = [
      ...(await pagesOf(ROOT)),
      'AGENTS.md',
      'CONTRIBUTING.md',
      'parity/README.md',
      'clients/README.md',
    ];
    const broken = await Promise.all(
      pages.map(async (page) => {
        const text = await readFile(join(ROOT, page), 'utf8');
        const links = text.matchAll(/\]\((?!\w+:)([^)#\s]*)#?([^)\s]*)\)/g);
        return Promise.all(
          Array.from(links, ([, target = '', anchor = '']) => brokenLink(page, target, anchor)),
        );
      }),
    );
    expect(broken.flat().filter((problem) => problem !== null)).toEqual([]);
  });
});
