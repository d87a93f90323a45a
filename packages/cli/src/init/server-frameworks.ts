import type { Framework } from '../project/framework.js';
import { AGENT_IMPORTS, agentLines, importLine, type ModuleKind } from './agent-source.js';
import { BASE_PATH } from './init-context.js';
import type { MountRules } from './mount-point.js';
import { EXPRESS_APP, FASTIFY_APP, HONO_APP, type AppShape } from './server-apps.js';

/** Frameworks whose application is a variable, on which the runtime is mounted by a call. */
export type ServerFramework = Extract<Framework, 'express' | 'hono' | 'fastify'>;

/** What the frameworks differ in. */
export interface ServerKind extends MountRules {
  readonly shape: AppShape;
  readonly adapter: string;
  /** The file that exports `copilotKit`. */
  readonly source: (model: string, kind: ModuleKind) => string;
  /** The statement that mounts it. */
  readonly mount: (app: string) => string;
}

export const SERVER_KINDS: Readonly<Record<ServerFramework, ServerKind>> = {
  express: {
    shape: EXPRESS_APP,
    finalHandlers: true,
    adapter: '@flightdeck/runtime-express',
    source: handlerSource({
      adapter: '@flightdeck/runtime-express',
      create: 'createCopilotExpressHandler',
      type: 'CopilotExpressRouter',
    }),
    mount: (app) => `${app}.use('${BASE_PATH}', copilotKit);`,
  },
  hono: {
    shape: HONO_APP,
    finalHandlers: false,
    adapter: '@flightdeck/runtime-hono',
    source: handlerSource({
      adapter: '@flightdeck/runtime-hono',
      create: 'createCopilotHonoHandler',
      type: 'CopilotHonoApp',
    }),
    mount: (app) => `${app}.route('${BASE_PATH}', copilotKit);`,
  },
  fastify: {
    shape: FASTIFY_APP,
    finalHandlers: false,
    adapter: '@flightdeck/runtime-fastify',
    source: fastifySource,
    mount: (app) => `${app}.register(copilotKit, { prefix: '${BASE_PATH}' });`,
  },
};

interface HandlerNames {
  readonly adapter: string;
  readonly create: string;
  /** What the handler is, for projects that declare the types of their exports. */
  readonly type: string;
}

function handlerSource({ adapter, create, type }: HandlerNames): ServerKind['source'] {
  return (model, kind) => {
    const imports = [...AGENT_IMPORTS, { from: adapter, names: [create], types: [type] }];
    const name = kind.typescript ? `copilotKit: ${type}` : 'copilotKit';
    return `${imports.map((line) => importLine(line, kind)).join('\n')}

${agentLines(model)}

${exported(`const ${name} = ${create}({ runtime });`, kind)}
`;
  };
}

function fastifySource(model: string, kind: ModuleKind): string {
  const imports = [
    ...AGENT_IMPORTS,
    { from: '@flightdeck/runtime-fastify', names: ['copilotFastify'] },
  ];
  const lines = imports.map((line) => importLine(line, kind));
  const type = kind.typescript ? ': FastifyPluginAsync' : '';
  if (kind.typescript) lines.push(`import type { FastifyPluginAsync } from 'fastify';`);
  const plugin = `const copilotKit${type} = async (app) => {
  await app.register(copilotFastify, { runtime });
};`;
  return `${lines.join('\n')}

${agentLines(model)}

${exported(plugin, kind)}
`;
}

function exported(declaration: string, { esm }: ModuleKind): string {
  return esm ? `export ${declaration}` : `${declaration}\n\nmodule.exports = { copilotKit };`;
}
