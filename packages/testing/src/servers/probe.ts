import { once } from 'node:events';
import { connect } from 'node:net';

const PATIENCE_MS = 2_000;

/** What a server answers first when it is told `greeting`; nothing if it does not answer. */
export async function firstAnswer(
  target: { readonly host: string; readonly port: number },
  greeting: Buffer,
): Promise<Buffer> {
  const socket = connect(target);
  const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
  try {
    await once(socket, 'connect');
    socket.write(greeting);
    const [answer] = (await Promise.race([
      once(socket, 'data'),
      once(socket, 'close').then(() => [Buffer.alloc(0)]),
    ])) as [Buffer];
    return answer;
  } catch {
    return Buffer.alloc(0);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
