/** What a key does. */
export type Action =
  | 'next-check'
  | 'previous-check'
  | 'run'
  | 'run-all'
  | 'hint'
  | 'wire'
  | 'edit'
  | 'next-lab'
  | 'previous-lab'
  | 'overview'
  | 'search'
  | 'help';

const KEYS: Readonly<Record<string, Action>> = {
  j: 'next-check',
  k: 'previous-check',
  r: 'run',
  a: 'run-all',
  h: 'hint',
  w: 'wire',
  e: 'edit',
  n: 'next-lab',
  p: 'previous-lab',
  o: 'overview',
  '/': 'search',
  '?': 'help',
};

/** What is known of a key and the place where it was pressed. */
export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
  /** Whether letters are typed there: a field, or a list that is searched by letters. */
  typing: boolean;
}

/** The action of a key; none while text is typed, and none for the browser's own keys. */
export function actionOf({ key, ctrlKey, metaKey, altKey, repeat, typing }: Pressed): Action | undefined {
  if (typing || ctrlKey || metaKey || altKey) return undefined;
  const action = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  // A key that is held down walks through the checks, and does nothing else twice.
  if (repeat && action !== 'next-check' && action !== 'previous-check') return undefined;
  return action;
}
