import type { Requirement } from '../requirements/requirement.js';
import type { TitlesByFile } from './test-files.js';

/** Ids that titles of other packages stand for: by file, then by title. */
export type Evidence = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface Coverage {
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly titles: TitlesByFile;
  readonly evidence: Evidence;
}

/** What is wrong between the manifest and the tests, in words; nothing if all is well. */
export function findProblems({ requirements, titles, evidence }: Coverage): string[] {
  const problems: string[] = [];
  const cited = new Set<string>();
  const cite = (id: string, where: string): void => {
    if (!Object.hasOwn(requirements, id)) problems.push(`${where} cites '${id}', which is unknown`);
    cited.add(id);
  };
  for (const [file, found] of titles) {
    for (const { text, ids, skipped } of found) {
      for (const id of ids) {
        if (skipped) problems.push(`${file}: '${text}' cites '${id}' and is never run`);
        else cite(id, `${file}: '${text}'`);
      }
    }
  }
  for (const [file, byTitle] of Object.entries(evidence)) {
    for (const [text, ids] of Object.entries(byTitle)) {
      const found = titles.get(file)?.find((title) => title.text === text);
      if (found === undefined) problems.push(`evidence.ts: ${file} has no test '${text}'`);
      else if (found.skipped) problems.push(`evidence.ts: ${file}: '${text}' is never run`);
      else for (const id of ids) cite(id, `evidence.ts: ${file}: '${text}'`);
    }
  }
  return [...problems, ...gapProblems(requirements, cited)];
}

function gapProblems(
  requirements: Readonly<Record<string, Requirement>>,
  cited: ReadonlySet<string>,
): string[] {
  return Object.entries(requirements).flatMap(([id, { knownGap }]) => {
    if (knownGap === undefined) return cited.has(id) ? [] : [`No test cites '${id}'`];
    return cited.has(id) ? [`'${id}' is cited, so it is no known gap any more`] : [];
  });
}
