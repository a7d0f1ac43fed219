import { handoutRoute, hashOf } from './route.ts';

const CONTRACT = 'labs/README.md';

/** Where to read about a check; what is in a handout is a link to it. */
export function Spec({ text, onPassage }: { text: string; onPassage: (name: string) => void }) {
  // Behind each split at a group stands what the group has matched.
  const parts = text.split(/((?:labs\/README\.md|the handout), "[^"]+")/);
  return (
    <>
      {parts.map((part, i) => {
        if (i % 2 === 0) return part;
        const name = /"(.*)"/.exec(part)?.[1] ?? '';
        if (!part.startsWith(CONTRACT)) {
          return (
            <button key={i} type="button" class="link" onClick={() => onPassage(name)}>
              {part}
            </button>
          );
        }
        const anchor = name.toLowerCase().replaceAll(' ', '-');
        return (
          <a key={i} href={hashOf(handoutRoute('labs', anchor))}>
            {part}
          </a>
        );
      })}
    </>
  );
}
