import { createMCPClient } from '../src/index.js';
import { Opened, rejectionOf } from './with-server.js';

const opened = new Opened();
afterEach(() => opened.close());

describe('createMCPClient', () => {
  it('gives tools in the shape of version 1 [mcp.create-client]', async () => {
    const server = await opened.server();
    const client = opened.owns(await createMCPClient({ endpoint: server.url, apiKey: 'key-123' }));
    const { echo } = await client.tools();
    expect(echo).toMatchObject({
      description: 'Says it again',
      schema: {
        parameters: {
          properties: { text: { type: 'string' } },
          required: ['text'],
          jsonSchema: { type: 'object', required: ['text'] },
        },
      },
    });
    expect(await echo?.execute({ text: 'hi' })).toEqual({
      content: [{ type: 'text', text: 'You said hi' }],
    });
    expect(server.requests[0]?.headers['authorization']).toBe('Bearer key-123');
  });

  it('gives tools that the AI SDK takes, and honours its signal', async () => {
    const server = await opened.server();
    const transport = { type: 'sse', url: server.sseUrl } as const;
    const client = opened.owns(await createMCPClient({ transport }));
    const { echo } = await client.tools();
    expect(echo?.inputSchema).toMatchObject({
      [Symbol.for('vercel.ai.schema')]: true,
      jsonSchema: { type: 'object' },
    });
    const gone = new Error('gone');
    const call = echo?.execute({ text: 'hi' }, { abortSignal: AbortSignal.abort(gone) });
    expect(await rejectionOf(call ?? Promise.resolve())).toBe(gone);
  });

  it('falls back to the older transport where the server has no other [mcp.create-client]', async () => {
    const server = await opened.server();
    const client = opened.owns(await createMCPClient({ endpoint: server.sseUrl }));
    expect(Object.keys(await client.tools())).toEqual(['echo']);
  });

  it('does not fall back where the server refuses access', async () => {
    const server = await opened.server();
    server.fail('initialize', 'unauthorized');
    const error = await rejectionOf(createMCPClient({ endpoint: server.url, apiKey: 'key-123' }));
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(String(error)).not.toContain('key-123');
    expect(server.requests).toHaveLength(1);
  });
});
