/** Repeats a check until it passes; fails with its last complaint after `patienceMs`. */
export async function until(check: () => unknown, patienceMs = 5_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return void (await check());
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
