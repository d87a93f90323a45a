import { describe, expect, it } from '@jest/globals';

import { manifest, TempProject } from './support/temp-project.js';

const esm = { type: 'module' };

describe('the place of the runtime in an Express application', () => {
  const head = `import express from 'express';\nconst app = express();\n`;
  const mount = `app.use('/api/copilotkit', copilotKit);\n`;

  it.each([
    ['a server', '', `createServer(app).listen(3000);\n`],
    [
      'a start in a callback',
      `app.use(cors());\n`,
      `connect().then(() => {\n  app.listen(3000);\n});\n`,
    ],
    [
      'a start in a function',
      `async function start() {\n  await connect();\n  app.listen(3000);\n}\n`,
      `start().catch(console.error);\n`,
    ],
    ['a handler of errors', '', `app.use((error, req, res, next) => next());\napp.listen(1);\n`],
    [
      'a handler declared elsewhere in the file',
      `function last(req, res) {\n  res.end();\n}\n`,
      `app.use(last);\napp.listen(1);\n`,
    ],
    ['a handler whose name says it', '', `app.use(errors.notFoundHandler());\napp.listen(1);\n`],
    ['a tool that handles errors', '', `Sentry.setupExpressErrorHandler(app);\napp.listen(1);\n`],
    [
      'a route for every path',
      `app.get('/a', a);\n`,
      `app.get('/{*rest}', page);\napp.listen(1);\n`,
    ],
    ['an old route for every path', '', `app.all('*', page);\napp.listen(1);\n`],
    ['a pattern for every path', '', `app.get(/.*/, page);\napp.listen(1);\n`],
    [
      'a page in production',
      `app.get(/^\\/b/, b);\n`,
      `if (production) {\n  app.get('*', page);\n}\napp.listen(1);\n`,
    ],
    [
      'what makes a page of an error for every request',
      `app.use(function (req, res, next) {\n  if (req.banned) return next(new Error());\n  next();\n});\n`,
      `app.use(function (req, res, next) {\n  next(createError(404));\n});\napp.listen(1);\n`,
    ],
    ['a handler that throws', '', `app.use(() => {\n  throw missing();\n});\napp.listen(1);\n`],
    ['middleware of errors', '', `app.use(errorMiddleware);\napp.listen(1);\n`],
    [
      'a handler for the root and all below',
      `app.get('/', home);\napp.use('/', pages);\n`,
      `app.use('/', (req, res) => res.end());\napp.listen(1);\n`,
    ],
    [
      'a route for every path of the API',
      `app.all('/apis/*', b);\n`,
      `app.all('/api/*', (req, res) => res.sendStatus(404));\napp.listen(1);\n`,
    ],
    [
      'a chain of handlers for every path',
      '',
      `app.route('/*all').get(page).post(page);\napp.listen(1);\n`,
    ],
    [
      'the start, behind guards that follow the server',
      `const server = createServer(app);\nconst io = new Server(server);\napp.use(guard);\n`,
      `server.listen(1);\n`,
    ],
    [
      'the start, behind guards that are made in the file',
      `function guard(role) {\n  return (req, res, next) => next();\n}\napp.use(guard('all'));\n`,
      `app.listen(1);\n`,
    ],
    [
      'what is made in the file, and passes nothing on',
      `const last = (page) => (req, res) => res.send(page);\n`,
      `app.use(last('none'));\napp.listen(1);\n`,
    ],
    ['the export', `app.get('/x', () => {\n  return app.locals;\n});\n`, `export default app;\n`],
  ])('mounts in front of %s', async (_, front, rest) => {
    const project = new TempProject({
      'package.json': manifest({ express: '5' }, esm),
      'index.js': head + front + rest,
    });
    await project.succeed('init');
    const [first = '', second = ''] = head.split(/(?<=\n)/);
    const importing = `import { copilotKit } from './copilotkit.js';\n`;
    expect(project.read('index.js')).toBe(first + importing + second + front + mount + rest);
  });

  it('mounts at the end where nothing follows', async () => {
    const project = new TempProject({
      'package.json': manifest({ express: '5' }, esm),
      'index.js': `import express from 'express';\nexport const app = express(); // the one\n`,
    });
    await project.succeed('init');
    expect(project.read('index.js')).toMatch(
      /= express\(\); \/\/ the one\napp\.use\('\/api\/copilotkit', copilotKit\);\n$/,
    );
  });

  it('imports in front of where it mounts, whatever is required later', async () => {
    const project = new TempProject({
      'package.json': manifest({ express: '5' }),
      'index.js': `const express = require('express');\nconst app = express();\napp.listen(1);\nconst jobs = require('./jobs');\njobs.start();\n`,
    });
    await project.succeed('init');
    expect(project.read('index.js')).toBe(
      `const express = require('express');\nconst { copilotKit } = require('./copilotkit');\nconst app = express();\napp.use('/api/copilotkit', copilotKit);\napp.listen(1);\nconst jobs = require('./jobs');\njobs.start();\n`,
    );
  });

  it('names the extension in plain modules, which Node needs', async () => {
    const project = new TempProject({
      'package.json': manifest({ express: '5' }),
      'index.js': `import express from 'express';\nconst app = express();\n`,
    });
    await project.succeed('init');
    expect(project.read('index.js')).toContain(`from './copilotkit.js';\n`);
  });

  it('finds an application that is exported where it is made', async () => {
    const project = new TempProject({
      'package.json': manifest({ express: '4' }),
      'app.js': `var express = require('express');\nvar app = module.exports = express();\nif (!module.parent) app.listen(1);\n`,
    });
    await project.succeed('init');
    expect(project.read('app.js')).toMatch(
      /express\(\);\napp\.use\('\/api\/copilotkit', copilotKit\);\nif/,
    );
  });
});
