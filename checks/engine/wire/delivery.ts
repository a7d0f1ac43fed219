/** One way to deliver bytes in pieces. */
export interface Schedule {
  /** In words, behind "delivered": `split inside the method`. */
  how: string;
  pieces: readonly Buffer[];
}

/** A place in the bytes where a split is worth trying: in words, and the offset of the second piece. */
export type Place = readonly [where: string, at: number];

/** The bytes in two pieces. */
export function splitAt(bytes: Buffer, at: number, where = `before byte ${at + 1}`): Schedule {
  return { how: `split ${where}`, pieces: [bytes.subarray(0, at), bytes.subarray(at)] };
}

/** Every byte by itself. */
export function byteByByte(bytes: Buffer): Schedule {
  return { how: 'one byte at a time', pieces: Array.from(bytes, (byte) => Buffer.of(byte)) };
}

/** Pieces of the same size. */
export function inPieces(bytes: Buffer, size: number): Schedule {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return { how: `in pieces of ${size} bytes`, pieces };
}

/** The places of a request's head where a split finds mistakes, the simplest first (RFC 9112, section 2.1). */
export function headPlaces(head: Buffer): Place[] {
  const line = head.indexOf('\r\n');
  const end = head.indexOf('\r\n\r\n');
  const places: Place[] = [
    ['behind the request line', line + 2],
    ['inside the method', 1],
    ['inside the target', head.indexOf(' ') + 2],
    ['between CR and LF of the request line', line + 1],
    ['before the blank line', end + 2],
    ['between CR and LF of the blank line', end + 3],
    ['inside a header', Math.min(line + 4, end)],
  ];
  return places.filter(([, at]) => at > 0 && at < head.length);
}

/** Whole, at each of the places, and byte by byte. */
export function schedules(bytes: Buffer, places: readonly Place[]): Schedule[] {
  return [
    { how: 'in one piece', pieces: [bytes] },
    ...places.map(([where, at]) => splitAt(bytes, at, where)),
    byteByByte(bytes),
  ];
}

/** A schedule that failed, and why. */
export interface FailedDelivery {
  schedule: Schedule;
  reason: unknown;
}

/**
 * Tries schedules in their order and gives the first that fails. Where that is one of many pieces, every
 * split in two is tried for one that fails as well: the smallest way to show the mistake.
 */
export async function smallestFailing(
  all: readonly Schedule[],
  trial: (schedule: Schedule) => Promise<void>,
): Promise<FailedDelivery | undefined> {
  const attempt = async (schedule: Schedule): Promise<FailedDelivery | undefined> => {
    try {
      await trial(schedule);
      return undefined;
    } catch (reason) {
      return { schedule, reason };
    }
  };
  for (const schedule of all) {
    const failed = await attempt(schedule);
    if (!failed) continue;
    if (schedule.pieces.length <= 2) return failed;
    const whole = Buffer.concat([...schedule.pieces]);
    for (let at = 1; at < Math.min(whole.length, MOST_SPLITS); at++) {
      const smaller = await attempt(splitAt(whole, at));
      if (smaller) return smaller;
    }
    return failed;
  }
  return undefined;
}

/** More splits in two than this are not tried. */
const MOST_SPLITS = 200;
