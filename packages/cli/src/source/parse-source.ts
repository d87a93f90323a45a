import { parseSync, type Comment, type Program } from 'oxc-parser';

/** A source file that could be parsed. Positions are indices of `text`. */
export interface ParsedSource {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
  /** Whether it has `import` or `export`. */
  readonly isModule: boolean;
}

const SOURCE_FILE = /\.([cm]?[jt]s|[jt]sx)$/;

/** Whether a path is that of JavaScript or TypeScript; declarations are. */
export function isSourcePath(path: string): boolean {
  return SOURCE_FILE.test(path);
}

export function isTypeScriptPath(path: string): boolean {
  return /\.([cm]?ts|tsx)$/.test(path);
}

/** `null` for what has errors of syntax. */
export function parseSource(path: string, text: string): ParsedSource | null {
  // Scripts may have what modules must not, such as a `return` outside of functions.
  return parseAs(path, text, 'unambiguous') ?? parseAs(path, text, 'commonjs');
}

/** The text with spaces in place of comments, so that positions stay. */
export function codeOf({ text, comments }: ParsedSource): string {
  return comments.reduce(
    (code, { start, end }) =>
      code.slice(0, start) + code.slice(start, end).replaceAll(/[^\r\n]/g, ' ') + code.slice(end),
    text,
  );
}

function parseAs(
  path: string,
  text: string,
  sourceType: 'unambiguous' | 'commonjs',
): ParsedSource | null {
  const { program, errors, comments, module } = parseSync(path, text, {
    lang: languageOf(path),
    sourceType,
    preserveParens: false,
  });
  if (errors.length > 0) return null;
  return { path, text, program, comments, isModule: module.hasModuleSyntax };
}

function languageOf(path: string): 'jsx' | 'ts' | 'tsx' {
  if (path.endsWith('.tsx')) return 'tsx';
  // In plain JavaScript nothing else can begin with what JSX begins with.
  return isTypeScriptPath(path) ? 'ts' : 'jsx';
}
