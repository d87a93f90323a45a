import type { ReceivedStream } from './received-stream.js';
import type { RecordingClient } from './recording-client.js';
import type { Plan } from '../server/plan.js';
import { elapse } from './elapse.js';

const ASK_EVERY_MS = 50;

/** Asks for a run until the thread is free for it; refusals other than 409 and 503 are failures. */
export async function firstAcceptedRun(
  client: RecordingClient,
  baseUrl: string,
  deadlineMs: number,
  plan: Plan = {},
): Promise<ReceivedStream> {
  for (
    const giveUpAt = Date.now() + deadlineMs;
    Date.now() < giveUpAt;
    await elapse(ASK_EVERY_MS)
  ) {
    const stream = await client.run(baseUrl, { plan });
    if (stream.status === 200) return stream;
    await stream.ended();
    if (stream.status !== 409 && stream.status !== 503) throw new Error(stream.tail());
  }
  throw new Error(`The thread was not free after ${deadlineMs} ms`);
}
