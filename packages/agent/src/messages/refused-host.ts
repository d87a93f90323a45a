/**
 * Whether a host name or address must not be asked for a file that a browser names: loopback, private
 * and special networks, and names that are local by convention. Names are not looked up. Takes
 * `hostname` of a `URL`, which has already brought odd numeric forms (`0x7f.1`, `2130706433`) into the
 * usual one, and bare addresses of a resolver.
 */
export function refusedHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === '') return true;
  if (name.includes(':')) return refusedIpv6(name.replace(/^\[|\]$/g, ''));
  const ipv4 = parseIpv4(name);
  if (ipv4 !== null) return refusedIpv4(ipv4);
  // A name without a dot is looked up in the local network.
  if (!name.includes('.')) return true;
  return LOCAL_SUFFIXES.some((suffix) => name.endsWith(suffix)) || METADATA_HOSTS.has(name);
}

const LOCAL_SUFFIXES: readonly string[] = [
  '.localhost',
  '.local',
  '.localdomain',
  '.internal',
  '.intranet',
  '.lan',
  '.home',
  '.corp',
  '.home.arpa',
];
const METADATA_HOSTS: ReadonlySet<string> = new Set(['instance-data.ec2.amazonaws.com']);

/** First address and length of prefix of what is no public network (IANA's special registry). */
const REFUSED_IPV4: readonly (readonly [address: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Clouds serve instance data here.
  ['168.63.129.16', 32],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

function parseIpv4(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return null;
  if (parts.some((part) => Number(part) > 255)) return null;
  return parts.reduce((number, part) => number * 256 + Number(part), 0);
}

function refusedIpv4(address: number): boolean {
  return REFUSED_IPV4.some(([first, prefix]) => {
    const size = 2 ** (32 - prefix);
    return Math.floor(address / size) === Math.floor((parseIpv4(first) ?? 0) / size);
  });
}

function refusedIpv6(text: string): boolean {
  const groups = parseIpv6(text.split('%', 1)[0] ?? '');
  // Only 2000::/3 is the public network, apart from forms that hold an IPv4 address.
  if (groups === null) return true;
  const embedded = embeddedIpv4(groups);
  if (embedded !== null) return refusedIpv4(embedded);
  const [first = 0, second = 0] = groups;
  if (first < 0x2000 || first > 0x3fff) return true;
  // Teredo and documentation.
  return (first === 0x2001 && (second < 0x200 || second === 0xdb8)) || first === 0x3fff;
}

/** Of mapped, translated (`64:ff9b::/96`) and 6to4 addresses. */
function embeddedIpv4(groups: readonly number[]): number | null {
  const [first, second, third = 0, , , , seventh = 0, eighth = 0] = groups;
  const last = seventh * 65_536 + eighth;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const isTranslated =
    first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  if (isMapped || isTranslated) return last;
  return first === 0x2002 ? (second ?? 0) * 65_536 + third : null;
}

function parseIpv6(text: string): readonly number[] | null {
  const halves = withoutDots(text).split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (head === undefined) return null;
  const given = head.length + (tail?.length ?? 0);
  if (tail === undefined ? given !== 8 : given > 7) return null;
  const texts = [...head, ...Array.from({ length: 8 - given }, () => '0'), ...(tail ?? [])];
  if (!texts.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return texts.map((group) => Number.parseInt(group, 16));
}

/** `::ffff:7f00:1` of `::ffff:127.0.0.1`. */
function withoutDots(text: string): string {
  const dotted = /(?<=:)\d+\.\d+\.\d+\.\d+$/.exec(text)?.[0];
  const address = dotted === undefined ? null : parseIpv4(dotted);
  if (dotted === undefined || address === null) return text;
  const groups = [Math.floor(address / 65_536), address % 65_536].map((group) =>
    group.toString(16),
  );
  return text.slice(0, -dotted.length) + groups.join(':');
}
