/** Chance that can be told again, as in evenkeel/seeded.py; shared cases keep the two alike. */

/** A seed from a text: FNV-1a, 32 bits. @param {string} text */
export function seedOf(text) {
  let found = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) found = Math.imul(found ^ text.charCodeAt(i), 0x01000193);
  return found >>> 0;
}

/** Numbers from 0 up to but not including 1: mulberry32. @param {number} seed */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The parts in another order; those at the places `fixed` stay where they are.
 * @template T
 * @param {T[]} parts @param {number} seed @param {number[]} [fixed]
 */
export function shuffled(parts, seed, fixed = []) {
  const places = parts.map((_, place) => place).filter((place) => !fixed.includes(place));
  const found = [...parts];
  const following = generator(seed);
  for (let last = places.length - 1; last > 0; last -= 1) {
    const [here, there] = [places[last], places[Math.floor(following() * (last + 1))]];
    [found[here], found[there]] = [found[there], found[here]];
  }
  return found;
}

/**
 * So many of the ids, in their own order; those seen least often first, then chance decides.
 * @param {string[]} ids @param {number} number @param {number} seed @param {Record<string, number>} seen
 */
export function drawn(ids, number, seed, seen) {
  const order = shuffled(ids, seed).sort((a, b) => (seen[a] ?? 0) - (seen[b] ?? 0));
  const chosen = order.slice(0, number);
  return ids.filter((id) => chosen.includes(id));
}
