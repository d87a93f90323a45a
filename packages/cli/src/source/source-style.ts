import { codeOf, type ParsedSource } from './parse-source.js';

/** How a file is written. */
export interface SourceStyle {
  readonly quote: `'` | '"';
  readonly semicolons: boolean;
  /** One level. */
  readonly indent: string;
  readonly eol: '\n' | '\r\n';
}

export const DEFAULT_STYLE: SourceStyle = {
  quote: `'`,
  semicolons: true,
  indent: '  ',
  eol: '\n',
};

/** The style of a file: of its first string and its first statement. */
export function styleOf(source: ParsedSource): SourceStyle {
  const { text, program } = source;
  const statement = program.body.find(({ type }) =>
    ['ImportDeclaration', 'VariableDeclaration', 'ExpressionStatement'].includes(type),
  );
  return {
    quote: /['"]/.exec(codeOf(source))?.[0] === '"' ? '"' : `'`,
    semicolons: statement === undefined || text[statement.end - 1] === ';',
    indent: /\n(\t| {2,8})\S/.exec(text)?.[1] ?? DEFAULT_STYLE.indent,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** Writes a text of the house, which has single quotes, semicolons and two spaces, in a style. */
export function inStyle(text: string, { quote, semicolons, indent, eol }: SourceStyle): string {
  const lines = text.split('\n').map((line) => {
    const content = line.trimStart();
    const level = (line.length - content.length) / 2;
    const ended = semicolons ? content : content.replace(/;$/, '');
    return `${indent.repeat(level)}${ended.replaceAll(`'`, quote)}`;
  });
  return lines.join(eol);
}
