import { describe, expect, it } from '@jest/globals';

import { manifest, TempProject } from './support/temp-project.js';

const esm = { type: 'module' };

describe('flightdeck init in an Express project', () => {
  const entry = `import express from "express"
import { routes } from "./routes.js" // all of them

const app = express()
app.use(express.json())

app.get("/", (req, res) => {
  res.send("Hello")
})

// Nobody has answered.
app.use((req, res) => {
  res.status(404).end()
})

app.listen(3000)
`;
  const typescript = (): TempProject =>
    new TempProject({
      'package.json': manifest({ express: '^5.1.0' }, esm),
      'tsconfig.json': '{}',
      'src/index.ts': entry,
      'src/routes.ts': 'export const routes = [];\n',
      '.env.example': 'PORT=3000',
    });

  it('writes the agent and mounts it behind the middleware, in front of what ends requests [cli.express]', async () => {
    const project = typescript();
    const { out } = await project.succeed('init');
    expect(project.read('src/index.ts')).toBe(
      entry
        .replace(
          '// all of them\n',
          '// all of them\nimport { copilotKit } from "./copilotkit.js"\n',
        )
        .replace('// Nobody', 'app.use("/api/copilotkit", copilotKit)\n\n// Nobody'),
    );
    expect(project.read('src/copilotkit.ts')).toBe(`import { BuiltInAgent } from "@flightdeck/agent"
import { CopilotRuntime } from "@flightdeck/core"
import { type CopilotExpressRouter, createCopilotExpressHandler } from "@flightdeck/runtime-express"

const agent = new BuiltInAgent({
  model: "openai/gpt-4o",
  prompt: "You are a helpful assistant.",
})

const runtime = new CopilotRuntime({ agents: { default: agent } })

export const copilotKit: CopilotExpressRouter = createCopilotExpressHandler({ runtime })
`);
    expect(project.read('.env.example')).toBe('PORT=3000\nOPENAI_API_KEY=\n');
    expect(JSON.parse(project.read('package.json'))).toEqual({
      name: 'app',
      private: true,
      type: 'module',
      dependencies: {
        '@ag-ui/client': '^0.0.59',
        '@flightdeck/agent': '^0.1.0',
        '@flightdeck/core': '^0.1.0',
        '@flightdeck/runtime-express': '^0.1.0',
        express: '^5.1.0',
        rxjs: '^7.8.1',
      },
    });
    expect(out).toContain('edit     src/index.ts: mounts the runtime at /api/copilotkit');
    expect(out).toContain('- Set OPENAI_API_KEY in the environment of the server.');
  });

  it('changes nothing the second time, also where the written file was changed since [cli.idempotent]', async () => {
    const project = typescript();
    await project.succeed('init');
    project.write('src/copilotkit.ts', `import '@flightdeck/core';\n// mine\n`);
    const before = project.contents();
    const { out, commands } = await project.succeed('init');
    expect(out).toContain('Nothing to do: no file was changed.');
    expect(commands).toEqual([]);
    expect(project.contents()).toEqual(before);
  });

  it('writes CommonJS into CommonJS', async () => {
    const project = new TempProject({
      'package.json': manifest({ express: '^4.21.2' }, { main: 'server.js' }),
      'server.js': `'use strict';\nconst express = require('express');\nconst app = express();\nmodule.exports = app;\n`,
    });
    await project.succeed('init', '--model', 'anthropic/claude-sonnet-4-5');
    expect(project.read('server.js')).toBe(
      `'use strict';\nconst express = require('express');\nconst { copilotKit } = require('./copilotkit');\nconst app = express();\napp.use('/api/copilotkit', copilotKit);\nmodule.exports = app;\n`,
    );
    const written = project.read('copilotkit.js');
    expect(written).toContain(`const { BuiltInAgent } = require('@flightdeck/agent');\n`);
    expect(written).toContain(`model: 'anthropic/claude-sonnet-4-5'`);
    expect(written).toMatch(/\nmodule\.exports = \{ copilotKit \};\n$/);
  });

  it('keeps line ends, indentation and byte order marks', async () => {
    const project = new TempProject({
      'package.json': manifest({ express: '5' }, esm).replaceAll('\n', '\r\n'),
      'app.mjs': `\uFEFFimport express from 'express';\r\nfunction createApp() {\r\n\tconst app = express();\r\n\treturn app;\r\n}\r\n`,
    });
    await project.succeed('init');
    expect(project.read('app.mjs')).toBe(
      `\uFEFFimport express from 'express';\r\nimport { copilotKit } from './copilotkit.mjs';\r\nfunction createApp() {\r\n\tconst app = express();\r\n\tapp.use('/api/copilotkit', copilotKit);\r\n\treturn app;\r\n}\r\n`,
    );
    expect(project.read('copilotkit.mjs')).toContain(`\r\n\tmodel: 'openai/gpt-4o',\r\n`);
    expect(project.read('package.json').replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('finds the entry by the scripts, and tells of a router that stands above', async () => {
    const project = new TempProject({
      'package.json': manifest(
        { express: '5' },
        { scripts: { start: 'node --watch backend/run.js' } },
      ),
      'backend/run.js': `const app = require('express')();\napp.use('/api', require('./api'));\napp.listen(1);\n`,
    });
    const { out } = await project.succeed('init');
    expect(project.read('backend/run.js')).toContain(`app.use('/api/copilotkit', copilotKit);\n`);
    expect(out).toContain('backend/run.js mounts something at /api');
  });

  it.each([
    ['no application', `export const nothing = 1;\n`],
    [
      'an application in a field',
      `import express from 'express';\nclass A {\n  app = express();\n}\n`,
    ],
    ['two of them', `import express from 'express';\nconst a = express();\nconst b = express();\n`],
    ['an error of syntax', `import express from 'express';\nconst app = express(;\n`],
  ])(
    'writes the file and prints the lines to add where it finds %s [cli.by-hand]',
    async (_, text) => {
      const project = new TempProject({
        'package.json': manifest({ express: '5' }, esm),
        'index.js': text,
      });
      const { out } = await project.succeed('init');
      expect(out).toContain(`  import { copilotKit } from './copilotkit.js';\n`);
      expect(out).toContain(`  app.use('/api/copilotkit', copilotKit);`);
      expect(project.read('index.js')).toBe(text);
      expect(project.read('copilotkit.js')).toContain('export const copilotKit = ');
      const before = project.contents();
      await project.succeed('init');
      expect(project.contents()).toEqual(before);
    },
  );

  it('leaves a project alone that has a runtime already [cli.idempotent]', async () => {
    const files = {
      'package.json': manifest({ express: '5' }),
      'server.js': `const { createCopilotExpressHandler } = require('@flightdeck/runtime-express');\n`,
    };
    const project = new TempProject(files);
    expect((await project.succeed('init')).out).toContain('server.js has a runtime already.');
    expect(project.contents()).toEqual(files);
  });

  it('sends projects of CopilotKit to migrate', async () => {
    const project = new TempProject({
      'package.json': manifest({ express: '5', '@copilotkit/runtime': '1' }),
    });
    const { status, error } = await project.run(['init', '--yes']);
    expect(status).toBe(1);
    expect(error).toContain(`'flightdeck migrate' moves it over`);
  });
});

describe('flightdeck init in a Hono project', () => {
  it('mounts a route in front of what serves the application [cli.hono]', async () => {
    const project = new TempProject({
      'package.json': manifest({ hono: '^4.8.0' }, esm),
      'tsconfig.json': '{}',
      'src/index.ts': `import { serve } from '@hono/node-server'\nimport { Hono } from 'hono'\n\nconst app = new Hono()\n\napp.use('*', logger())\n\nserve({ fetch: app.fetch })\n`,
    });
    await project.succeed('init');
    expect(project.read('src/index.ts')).toBe(
      `import { serve } from '@hono/node-server'\nimport { Hono } from 'hono'\nimport { copilotKit } from './copilotkit.js'\n\nconst app = new Hono()\n\napp.use('*', logger())\n\napp.route('/api/copilotkit', copilotKit)\n\nserve({ fetch: app.fetch })\n`,
    );
    expect(project.read('src/copilotkit.ts')).toContain(
      `export const copilotKit: CopilotHonoApp = createCopilotHonoHandler({ runtime })\n`,
    );
  });

  it('takes the application among its parts, and typed ones', async () => {
    const project = new TempProject({
      'package.json': manifest({ hono: '^4.8.0' }, esm),
      'src/index.ts': `import { Hono } from 'hono';\nconst posts = new Hono();\nconst app = new Hono<{ Bindings: Env }>().route('/posts', posts);\nexport default { port: 3000, fetch: app.fetch };\n`,
    });
    await project.succeed('init');
    expect(project.read('src/index.ts')).toContain(
      `posts);\napp.route('/api/copilotkit', copilotKit);\nexport default`,
    );
  });

  it('does not guess where the application has a base path of its own', async () => {
    const project = new TempProject({
      'package.json': manifest({ hono: '^4.8.0' }, esm),
      'src/index.ts': `import { Hono } from 'hono';\nconst app = new Hono().basePath('/v1');\nexport default app;\n`,
    });
    const { out } = await project.succeed('init');
    expect(out).toContain(`src/index.ts has a base path, which goes in front of every other`);
    expect(out).toContain(`app.route('/api/copilotkit', copilotKit);`);
    expect(project.read('src/index.ts')).not.toContain('copilotKit');
  });
});

describe('flightdeck init in a Fastify project', () => {
  it('registers a plugin in front of the start [cli.fastify]', async () => {
    const project = new TempProject({
      'package.json': manifest({ fastify: '^5.0.0' }),
      'tsconfig.json': '{}',
      'server.ts': `import Fastify from 'fastify';\nconst fastify = Fastify({ logger: true });\nconst start = async () => {\n  await fastify.listen({ port: 3000 });\n};\nvoid start();\n`,
    });
    await project.succeed('init');
    expect(project.read('server.ts')).toContain(
      `};\nfastify.register(copilotKit, { prefix: '/api/copilotkit' });\nvoid start();\n`,
    );
    expect(project.read('server.ts')).toContain(`import { copilotKit } from './copilotkit';\n`);
    expect(project.read('copilotkit.ts')).toContain(
      `export const copilotKit: FastifyPluginAsync = async (app) => {\n`,
    );
  });

  it('tells Fastify from Express by the application, or by the option', async () => {
    const files = {
      'package.json': manifest({ fastify: '^5.0.0', express: '5' }),
      'server.js': `const fastify = require('fastify')();\nfastify.listen({ port: 1 });\n`,
    };
    const project = new TempProject(files);
    await project.succeed('init');
    expect(project.read('server.js')).toContain('fastify.register(copilotKit');
    const other = new TempProject(files);
    await other.succeed('init', '--framework', 'express');
    expect(other.read('copilotkit.js')).toContain('createCopilotExpressHandler');
  });
});
