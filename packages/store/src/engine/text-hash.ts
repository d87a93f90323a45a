const PRIME = 16_777_619;
const BASES = [2_166_136_261, 3_141_592_653] as const;

/**
 * 64 bits of a text as 16 hexadecimal digits: the same on every host and in every version. It tells
 * texts apart that differ by accident; whoever wants two of the same hash will find them.
 */
export function textHash(text: string): string {
  return BASES.map((base) => fnv1a(text, base).toString(16).padStart(8, '0')).join('');
}

/** FNV-1a over UTF-16 units, of which each is mixed in as two bytes. */
function fnv1a(text: string, base: number): number {
  let hash = base >>> 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), PRIME);
    hash = Math.imul(hash ^ (unit >>> 8), PRIME);
  }
  return hash >>> 0;
}
