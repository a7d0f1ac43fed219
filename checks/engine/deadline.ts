const STEP_MS = 50;

/**
 * Calls `expired` after `ms` milliseconds that this process was really given: the time is counted in
 * steps, and a step that a busy or suspended machine stretched counts once. A program is thus never
 * called silent because the checker itself was not running. Returns a function that calls it off.
 */
export function deadline(ms: number, expired: () => void): () => void {
  let left = ms;
  let timer: NodeJS.Timeout;
  const step = () => {
    if (left <= 0) return expired();
    const wait = Math.min(left, STEP_MS);
    left -= wait;
    timer = setTimeout(step, wait);
  };
  step();
  return () => clearTimeout(timer);
}

/**
 * Waits until `promise` settles, `ms` have passed, or `hopeless`, asked every `every` ms, says that
 * waiting longer is of no use. Gives the value, or `undefined`.
 */
export async function withinHope<Value>(
  ms: number,
  promise: Promise<Value>,
  every: number,
  hopeless: () => boolean,
): Promise<Value | undefined> {
  const marked = promise.then((value) => ({ value }));
  for (let left = ms; left > 0; left -= every) {
    const settled = await within(Math.min(every, left), marked);
    if (settled !== undefined) return settled.value;
    if (left > every && hopeless()) return undefined;
  }
  return undefined;
}

/** Whether `promise` settles within `ms`; never rejects because of the time, and never leaves a timer behind. */
export async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = deadline(ms, () => resolve(undefined));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
}

/**
 * Asks `condition` again and again, soon at first and then every 20 ms, until it gives something
 * other than `undefined`, or `ms` have passed (then `undefined`), or `signal` is aborted.
 */
export async function poll<Value>(
  ms: number,
  condition: () => Value | undefined | Promise<Value | undefined>,
  stop: () => boolean = () => false,
): Promise<Value | undefined> {
  let late = false;
  const cancel = deadline(ms, () => {
    late = true;
  });
  try {
    for (let pause = 1; ; pause = Math.min(pause * 1.5, 20)) {
      const value = await condition();
      if (value !== undefined || late || stop()) return value;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  } finally {
    cancel();
  }
}
