const CLIENTS = 16;

/** Does `count` pieces of work, by 16 clients, each one piece after the other. */
export async function byClients(count: number, work: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const client = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}
