/** Names a server by user, host and database: everything of a URL that may be shown. */
export function targetOf(url: string | null): string {
  if (url === null) return 'as the environment says';
  try {
    const { username, hostname, port, pathname, searchParams } = new URL(url);
    const host = hostname === '' ? (searchParams.get('host') ?? 'localhost') : hostname;
    const database = pathname.length > 1 ? pathname.slice(1) : decodeURIComponent(username);
    const user = username === '' ? '' : `user ${decodeURIComponent(username)}, `;
    return `${user}host ${host}:${port === '' ? '5432' : port}, database ${decodeURIComponent(database)}`;
  } catch {
    return 'at a URL that cannot be read';
  }
}
