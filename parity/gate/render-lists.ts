import type { Requirement } from '../requirements/requirement.js';

type Manifest = Readonly<Record<string, Requirement>>;

/**
 * The deliberate differences as a Markdown list. A trap is left out where a requirement that names
 * it says the same.
 */
export function renderDifferences(manifest: Manifest): string {
  const entries = Object.entries(manifest).filter(([, { difference }]) => difference !== undefined);
  const told = new Set(
    entries
      .filter(([id]) => !id.startsWith('trap.'))
      .flatMap(([, { source }]) => source.match(/\bT\d+\b/g) ?? []),
  );
  return entries
    .filter(([id]) => !told.has(id.replace('trap.t', 'T')))
    .map(([id, { behaviour, difference }]) => `- \`${id}\`: ${behaviour} ${difference}`)
    .join('\n');
}

export function renderGaps(manifest: Manifest): string {
  return Object.entries(manifest)
    .flatMap(([id, { behaviour, knownGap }]) =>
      knownGap === undefined ? [] : [`- \`${id}\`: ${behaviour} ${knownGap}`],
    )
    .join('\n');
}

/** The text between two marks that name a section; both must be there. */
export function sectionOf(document: string, name: string): string {
  const [, inside] = document.split(`<!-- ${name} -->\n`);
  const [text, rest] = inside?.split(`\n<!-- /${name} -->`) ?? [];
  if (text === undefined || rest === undefined) throw new Error(`No section '${name}'`);
  return text;
}

export function withSection(document: string, name: string, text: string): string {
  return document.replace(
    `<!-- ${name} -->\n${sectionOf(document, name)}\n<!-- /${name} -->`,
    () => `<!-- ${name} -->\n${text}\n<!-- /${name} -->`,
  );
}
