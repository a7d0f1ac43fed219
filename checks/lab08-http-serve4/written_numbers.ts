/** Whether a row of a listing shows a size, in bytes or in thousands of them, as `1234`, `1,234`, `1.2K` or `1.21 KiB`. */
export function showsSize(row: string, size: number): boolean {
  const numbers = row
    .replaceAll('\u00a0', ' ')
    .matchAll(/(\d+(?:[., ]\d{3})*(?:[.,]\d+)?)\s*(?:([km])i?)?(?:b|bytes)?(?![\w])/gi);
  for (const [, digits = '', unit] of numbers) {
    if (unit === undefined && digits.replaceAll(/\D/g, '') === String(size)) return true;
    if (unit?.toLowerCase() !== 'k') continue;
    const shown = Number(digits.replace(',', '.'));
    if ([1000, 1024].some((base) => Math.abs(shown - size / base) < (/[.,]/.test(digits) ? 0.1 : 1)))
      return true;
  }
  return false;
}

/** Whether a row shows the year and the month of a time, in any of the usual forms; names of months are English ones. */
export function showsTime(row: string, time: Date): boolean {
  const year = String(time.getUTCFullYear());
  const month = time.getUTCMonth() + 1;
  const name = time.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  const months = `${name}[a-z]*|0?${month}`;
  return new RegExp(
    `\\b${year}\\W{1,2}(?:${months})\\b|\\b(?:${months})\\W(?:\\d{1,2}\\W{1,2})?${year}\\b|\\b(?:${months})\\W{1,2}\\d{1,2}\\W.*\\b${year}\\b`,
    'i',
  ).test(row);
}
