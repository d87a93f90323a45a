/** Stands for what somebody who follows a guide has for sessions. */
export async function userOfToken(
  token: string | null | undefined,
): Promise<{ id: string } | null> {
  return token === 'of ada' ? { id: 'ada' } : null;
}
