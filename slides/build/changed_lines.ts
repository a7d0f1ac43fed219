/** The lines of `after` (from 0) that do not stand in `before`, in the order of a longest common subsequence. */
export function changedLines(before: string, after: string): number[] {
  const a = before.split('\n').map((line) => line.trim());
  const b = after.split('\n').map((line) => line.trim());
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => length[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      (length[i] as number[])[j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changed: number[] = [];
  for (let i = 0, j = 0; j < b.length; ) {
    if (i < a.length && a[i] === b[j]) {
      i += 1;
      j += 1;
    } else if (i < a.length && at(i + 1, j) >= at(i, j + 1)) i += 1;
    else {
      if (b[j] !== '') changed.push(j);
      j += 1;
    }
  }
  return changed;
}
