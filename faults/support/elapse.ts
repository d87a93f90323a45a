/** Lets real time pass: how long an outage lasts is part of what is tested. */
export function elapse(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
