/** How long anything in a test may take before the test says what it waited for. */
export const DEADLINE_MS = 5_000;

/** The promise's outcome, or a failure that says what took too long. */
export async function withDeadline<T>(
  promise: Promise<T>,
  what: string | (() => string),
  deadlineMs = DEADLINE_MS,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const name = typeof what === 'string' ? what : what();
      reject(new Error(`Nothing happened within ${deadlineMs} ms: ${name}`));
    }, deadlineMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again and again until the answer is yes, and fails when it takes too long. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what = 'a condition to hold',
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${deadlineMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
