import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { downloadAttachment, type DownloadOptions } from './download-attachment.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that stands for every host of the public network. */
async function serve(answer: Answer) {
  const hosts: string[] = [];
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // Not a pipe: it listens on a port.
  const viaLoopback: typeof globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    hosts.push(url.host);
    return fetch(`http://127.0.0.1:${String(port)}${url.pathname}${url.search}`, init);
  };
  return {
    hosts,
    load: (url: string, options: Partial<DownloadOptions> = {}) =>
      downloadAttachment(new URL(url), {
        fetch: viaLoopback,
        signal: new AbortController().signal,
        ...options,
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Site = Awaited<ReturnType<typeof serve>>;

const redirectTo =
  (location: string): Answer =>
  (request, response) => {
    if (request.url === '/end') response.end('end');
    else response.writeHead(302, { location }).end('moved');
  };

describe('the download of an attachment', () => {
  let site: Site | undefined;
  const open = async (answer: Answer): Promise<Site> => {
    site = await serve(answer);
    return site;
  };
  afterEach(async () => {
    await site?.[Symbol.asyncDispose]();
    site = undefined;
  });

  it('gives the bytes and the type without parameters', async () => {
    const { load } = await open((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('hello');
    });
    const { data, mediaType } = await load('https://files.example.com/a');
    expect(new TextDecoder().decode(data)).toBe('hello');
    expect(mediaType).toBe('text/plain');
  });

  it('gives no type where the server tells none', async () => {
    const { load } = await open((_, response) => response.end('hello'));
    expect(await load('https://files.example.com/a')).not.toHaveProperty('mediaType');
  });

  it('follows redirects, relative ones too', async () => {
    const { load, hosts } = await open(redirectTo('/end'));
    const { data } = await load('https://files.example.com/a');
    expect(new TextDecoder().decode(data)).toBe('end');
    expect(hosts).toEqual(['files.example.com', 'files.example.com']);
  });

  it('gives up after five redirects', async () => {
    const { load, hosts } = await open(redirectTo('/again'));
    await expect(load('https://files.example.com/a')).rejects.toThrow('More than 5 redirects.');
    expect(hosts).toHaveLength(6);
  });

  it.each([
    'http://127.0.0.1/end',
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:127.0.0.1]/end',
    'http://0x7f.1/end',
    'http://localhost/end',
    'http://user:pass@b.example.com/end',
    'file:///etc/passwd',
    'ftp://b.example.com/end',
    'data:text/plain,end',
  ])('does not follow a redirect to %s [history.attachment-guard]', async (location) => {
    const { load, hosts } = await open(redirectTo(location));
    await expect(load('https://files.example.com/a')).rejects.toThrow(/private|credentials|scheme/);
    expect(hosts).toEqual(['files.example.com']);
  });

  it.each([
    'http://127.0.0.1/',
    'http://localhost:8080/',
    'https://a:b@files.example.com/',
    'file:///etc/passwd',
  ])('asks nobody for %s', async (url) => {
    const { load, hosts } = await open((_, response) => response.end('secret'));
    await expect(load(url)).rejects.toThrow(/private|credentials|scheme/);
    expect(hosts).toEqual([]);
  });

  it.each([[['10.0.0.1']], [['8.8.8.8', '127.0.0.1']], [['::1']], [[]]])(
    'asks no name that leads to %j',
    async (addresses) => {
      const { load, hosts } = await open((_, response) => response.end('secret'));
      const resolve = () => Promise.resolve(addresses);
      await expect(load('https://files.example.com/', { resolve })).rejects.toThrow('private');
      expect(hosts).toEqual([]);
    },
  );

  it('looks up the name of every hop', async () => {
    const { load } = await open(redirectTo('https://b.example.com/end'));
    const names: string[] = [];
    const resolve = (host: string) => {
      names.push(host);
      return Promise.resolve(['8.8.8.8', '2606:4700::1111']);
    };
    await load('https://a.example.com/a', { resolve });
    expect(names).toEqual(['a.example.com', 'b.example.com']);
  });

  it('fails for a status of failure, without path and query', async () => {
    const { load } = await open((_, response) => response.writeHead(404).end('SECRET'));
    const failure: unknown = await load('https://files.example.com/SECRET?k=SECRET').catch(
      (error: unknown) => error,
    );
    expect(String(failure)).toBe('AttachmentError: The server of the file answered 404.');
  });

  it('reads no file whose announced size is too large', async () => {
    const { load } = await open((_, response) => {
      response.writeHead(200, { 'content-length': '11' }).write('x');
    });
    await expect(load('https://files.example.com/', { maxBytes: 10 })).rejects.toThrow(
      'more than 10 bytes',
    );
  });

  it('stops reading an endless file, and hangs up [history.attachments]', async () => {
    let closed: (() => void) | undefined;
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { load } = await open((_, response) => {
      response.on('close', () => closed?.());
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1000)));
      };
      response.on('drain', more);
      more();
    });
    await expect(load('https://files.example.com/', { maxBytes: 5000 })).rejects.toThrow(
      'more than 5000 bytes',
    );
    await hungUp;
  });

  it('takes a file of exactly the allowed size', async () => {
    const { load } = await open((_, response) => response.end('x'.repeat(10)));
    expect((await load('https://files.example.com/', { maxBytes: 10 })).data).toHaveLength(10);
  });

  it('ends after its time', async () => {
    const { load } = await open((_, response) => {
      response.write('x');
    });
    await expect(load('https://files.example.com/', { timeoutMs: 50 })).rejects.toThrow(/timeout/);
  });

  it('ends with the run, before and while the body is read', async () => {
    const controller = new AbortController();
    const { load } = await open((_, response) => {
      response.write('x');
      controller.abort(new Error('stopped'));
    });
    const { signal } = controller;
    await expect(load('https://files.example.com/', { signal })).rejects.toThrow('stopped');
    await expect(load('https://files.example.com/', { signal })).rejects.toThrow('stopped');
  });
});
