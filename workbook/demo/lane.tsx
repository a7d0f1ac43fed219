import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PageSide } from '../../commands/demo/page_state.ts';
import { TEXTS } from './texts.ts';

/** One side: the source around the line that is talked about, or what is typed; and what the program prints. */
export function Lane({ end, side }: { end: 'client' | 'server'; side: PageSide }) {
  const { title, broken, source, script, address, printed } = side;
  return (
    <section class={`lane lane-${end}`}>
      <h2>
        <span class="lane-name">{TEXTS[end]}</span> <code class="lane-file">{title}</code>
        {broken ? <em>{TEXTS.broken(broken)}</em> : null}
      </h2>
      {source ? (
        <Source source={source} />
      ) : script ? (
        <Script script={script} />
      ) : (
        <Address address={address} />
      )}
      {printed.length > 0 ? (
        <div class="prints">
          <span>{TEXTS.prints}</span>
          <pre>{printed.join('\n')}</pre>
        </div>
      ) : null}
    </section>
  );
}

/** The line stands a little above the middle, so far as there are lines enough above it. */
const ABOVE = 0.42;

function Source({ source: { first, lines, at, lit } }: { source: NonNullable<PageSide['source']> }) {
  const box = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    const list = box.current;
    const line = list?.children[at] as HTMLElement | undefined;
    if (!list || !line) return undefined;
    const place = () => {
      const children = [...list.children] as HTMLElement[];
      const last = children.at(-1) as HTMLElement;
      const end = last.offsetTop + last.offsetHeight - list.clientHeight;
      const top = Math.min(end, line.offsetTop - ABOVE * (list.clientHeight - line.offsetHeight));
      // No half line at the top.
      list.scrollTop = children.find(({ offsetTop }) => offsetTop >= top)?.offsetTop ?? 0;
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(list);
    return () => observer.disconnect();
  }, [first, at, lit, lines[at]]);
  return (
    <ol class="source" ref={box}>
      {lines.map((line, i) => (
        <li key={first + i} class={lit && i === at ? 'lit' : undefined}>
          <span class="source-number" aria-hidden="true">
            {first + i}
          </span>
          <code class="source-text" dangerouslySetInnerHTML={{ __html: line }} />
        </li>
      ))}
    </ol>
  );
}

function Script({ script }: { script: NonNullable<PageSide['script']> }) {
  const box = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  });
  if (script.length === 0) return <p class="script">{TEXTS.nothingTyped}</p>;
  return (
    <ol class="script" ref={box}>
      {script.map(({ text, now }, i) => (
        <li key={i} class={now ? 'lit' : undefined}>
          <code>{text}</code>
        </li>
      ))}
    </ol>
  );
}

function Address({ address }: { address: string | undefined }) {
  if (address === undefined) return <p class="script" />;
  return (
    <p class="script address">
      {TEXTS.openAddress}
      <a class="address-url" href={address} target="_blank" rel="noreferrer">
        {address}
      </a>
    </p>
  );
}
