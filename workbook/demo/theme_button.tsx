import { useState } from 'preact/hooks';
import { chooseTheme, storedTheme } from '../page/theme.ts';
import { TEXTS } from './texts.ts';

/** Projectors are weak and rooms are bright: the other colours are one click away. */
export function ThemeButton() {
  const [theme, setTheme] = useState(storedTheme());
  const isDark = theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  const other = isDark ? 'light' : 'dark';
  return (
    <button
      type="button"
      class="theme"
      onClick={({ currentTarget, detail }) => {
        if (detail > 0) currentTarget.blur();
        chooseTheme(other);
        setTheme(other);
      }}
    >
      {TEXTS.theme[other]}
    </button>
  );
}
