import { CliError } from '../cli-error.js';
import type { ProjectFiles } from '../project/project-files.js';
import { codeOf, parseSource } from '../source/parse-source.js';
import { DEFAULT_STYLE, inStyle, styleOf, type SourceStyle } from '../source/source-style.js';
import { AGENT_IMPORTS, agentLines, importLine } from './agent-source.js';
import { BASE_PATH, type FrameworkPlan, type InitContext } from './init-context.js';
import { isOurs, ownFile } from './own-file.js';

const PACKAGES = ['@flightdeck/agent', '@flightdeck/core', '@flightdeck/runtime-next'];

type Router = 'app' | 'pages';

/**
 * Next.js: the file of a route.
 *
 * @throws CliError if something else answers at its path, or if the project has no server
 */
export function planNext({ files, model }: InitContext): FrameworkPlan {
  const { router, folder } = findRouter(files);
  const config = nextConfig(files);
  if (/\boutput\s*:\s*['"]export['"]/.test(config)) {
    throw new CliError(
      `The project is exported as static files (output: 'export' in next.config), ` +
        `so it has no server that a runtime could run in. Add it to a server of its own.`,
    );
  }
  const extension = files.read('tsconfig.json') === null ? 'js' : 'ts';
  const path =
    router === 'app'
      ? `${folder}/api/copilotkit/[[...path]]/route.${extension}`
      : `${folder}/api/copilotkit/[[...path]].${extension}`;
  const existing = servedBy(files, folder);
  const base = /\bbasePath\s*:\s*['"`](\/[^'"`$]*)['"`]/.exec(config)?.[1] ?? '';
  const plan = { packages: PACKAGES, url: `${base}${BASE_PATH}`, notices: [] };
  if (existing !== undefined) {
    if (isOurs(files.read(existing) ?? '')) return { ...plan, changes: [] };
    throw new CliError(
      `${existing} answers at ${BASE_PATH} already. Remove it, or move it elsewhere, and try again.`,
    );
  }
  // With cached components Next.js takes no such settings of routes, and needs none.
  const settings = !/\b(cacheComponents|dynamicIO)\s*:\s*true/.test(config);
  const source = router === 'app' ? appRoute(model, settings) : pagesRoute(model);
  const text = inStyle(source, projectStyle(files, folder));
  return { ...plan, changes: ownFile(files, { path, text }) };
}

function findRouter(files: ProjectFiles): { router: Router; folder: string } {
  for (const router of ['app', 'pages'] as const) {
    // Next.js itself looks into `src` only if there is none beside it.
    const folder = [router, `src/${router}`].find((path) => files.isDirectory(path));
    if (folder !== undefined) return { router, folder };
  }
  throw new CliError(
    `This is a Next.js project, but it has none of app, src/app, pages and src/pages. ` +
      `If it is one of several in a workspace, name its directory; ` +
      `if something else is to serve the runtime, name that with --framework.`,
  );
}

/** The configuration without its comments, in which people keep what they have tried. */
function nextConfig(files: ProjectFiles): string {
  const path = files.find(['ts', 'mts', 'mjs', 'js', 'cjs'].map((end) => `next.config.${end}`));
  const text = path === undefined ? null : files.read(path);
  if (path === undefined || text === null) return '';
  const source = parseSource(path, text);
  return source === null ? text : codeOf(source);
}

/** A file that Next.js finds for the path, in either router: it refuses to have two. */
function servedBy(files: ProjectFiles, folder: string): string | undefined {
  const root = folder.replace(/(app|pages)$/, '');
  const inApp = new RegExp(`^${root}app/(\\([^/]+\\)/)*api/copilotkit/(.+/)?route\\.[jt]sx?$`);
  const inPages = new RegExp(`^${root}pages/api/copilotkit(/.+)?\\.[jt]sx?$`);
  return files.list().find((path) => inApp.test(path) || inPages.test(path));
}

/** The style of the first source beside the new one. */
function projectStyle(files: ProjectFiles, folder: string): SourceStyle {
  const path = files
    .list()
    .find((other) => other.startsWith(`${folder}/`) && /\.[jt]sx?$/.test(other));
  const source = path === undefined ? null : parseSource(path, files.read(path) ?? '');
  return source === null ? DEFAULT_STYLE : styleOf(source);
}

function imports(create: string): string {
  const all = [...AGENT_IMPORTS, { from: '@flightdeck/runtime-next', names: [create] }];
  return all.map((line) => importLine(line, { typescript: false, esm: true })).join('\n');
}

function appRoute(model: string, settings: boolean): string {
  // `runtime` is the name of a setting of Next.js.
  return `${imports('createCopilotNextHandler')}

${agentLines(model, 'copilot')}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = createCopilotNextHandler({
  runtime: copilot,
});

${settings ? `export const runtime = 'nodejs';\nexport const dynamic = 'force-dynamic';\n` : ''}export const maxDuration = 300;
`;
}

function pagesRoute(model: string): string {
  return `${imports('createCopilotNextPagesHandler')}

${agentLines(model)}

export default createCopilotNextPagesHandler({ runtime });

export const config = { api: { bodyParser: false, responseLimit: false } };
`;
}
