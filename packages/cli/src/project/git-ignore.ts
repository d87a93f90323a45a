interface Rule {
  readonly pattern: RegExp;
  /** Whether it takes back what a rule in front of it says. */
  readonly negated: boolean;
  readonly foldersOnly: boolean;
}

/** What a `.gitignore` says of a path below its folder, with slashes; `undefined` if nothing. */
export type GitIgnore = (path: string, isFolder: boolean) => boolean | undefined;

export function readGitIgnore(text: string): GitIgnore {
  const rules = text.split(/\r?\n/).flatMap((line) => ruleOf(line.trim()));
  return (path, isFolder) => {
    const rule = rules.findLast(
      ({ pattern, foldersOnly }) => (isFolder || !foldersOnly) && pattern.test(path),
    );
    return rule && !rule.negated;
  };
}

function ruleOf(line: string): readonly Rule[] {
  if (line === '' || line.startsWith('#')) return [];
  const negated = line.startsWith('!');
  const foldersOnly = line.endsWith('/');
  const pattern = line.slice(negated ? 1 : 0, foldersOnly ? -1 : undefined);
  // With a slash inside it is a path from the folder, else a name at any depth.
  const front = pattern.includes('/') ? '' : '(?:.*/)?';
  try {
    const source = `^${front}${expressionOf(pattern.replace(/^\//, ''))}$`;
    return [{ pattern: new RegExp(source), negated, foldersOnly }];
  } catch {
    // Nothing has a name of a form that is none.
    return [];
  }
}

function expressionOf(pattern: string): string {
  return pattern.replaceAll(/\*\*\/|\/\*\*$|\*+|\?|\[!|[.+^${}()|]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '/**') return '/.*';
    if (part.startsWith('*')) return '[^/]*';
    if (part === '?') return '[^/]';
    return part === '[!' ? '[^' : `\\${part}`;
  });
}
