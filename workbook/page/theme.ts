/** Which colours the page has. */
export type Theme = 'system' | 'light' | 'dark';

export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const KEY = 'workbook-theme';

/** The theme that was chosen in this browser before. */
export function storedTheme(): Theme {
  const stored = read();
  return THEMES.find((theme) => theme === stored) ?? 'system';
}

/** Shows a theme; the style sheet does the rest. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme);
}

/** Shows a theme and remembers it. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {} // a browser that keeps nothing
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
