/** The name of a key for the demo; undefined where it is the browser's own. */
export function keyOf({ key, ctrlKey, metaKey, altKey, repeat }: KeyboardEvent): string | undefined {
  // Who leans on a key wants one step, and not all of them.
  if (ctrlKey || metaKey || altKey || repeat) return undefined;
  return NAMES[key] ?? (/^[a-z]$/i.test(key) ? key.toLowerCase() : undefined);
}

/** As the terminal calls them. */
const NAMES: Readonly<Record<string, string>> = {
  ' ': 'space',
  Enter: 'return',
  ArrowRight: 'right',
  PageDown: 'pagedown',
};
