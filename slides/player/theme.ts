/** Light or dark: as the system has it, until T is pressed. */
export function startTheme(): void {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get('theme');
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = asked === 'dark' || asked === 'light' ? asked : dark ? 'dark' : 'light';
  addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey }) => {
    if (key.toLowerCase() !== 't' || ctrlKey || metaKey || altKey) return;
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
  });
}
