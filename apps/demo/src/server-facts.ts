import { z } from 'zod';

/** What the server tells of itself. */
export const serverFacts = z.object({
  processId: z.number(),
  node: z.string(),
  upSeconds: z.number(),
  memoryMegabytes: z.number(),
});

export type ServerFacts = z.infer<typeof serverFacts>;
