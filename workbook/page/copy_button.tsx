import { useState } from 'preact/hooks';
import { TEXTS } from './texts.ts';

/** Puts a text into the clipboard. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(TEXTS.copy.copied);
    } catch {
      setSaid(TEXTS.copy.failed);
    }
    setTimeout(() => setSaid(''), 2000);
  };
  return (
    <span class="copy">
      <button
        type="button"
        class="quiet copy-button"
        title={label}
        aria-label={`${label}: ${text}`}
        onClick={copy}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
          <path d="M10.5 3.5v-.2A1.3 1.3 0 0 0 9.2 2H3.8A1.3 1.3 0 0 0 2.5 3.3v5.4A1.3 1.3 0 0 0 3.8 10H4" />
        </svg>
      </button>
      <output class="copied">{said}</output>
    </span>
  );
}
