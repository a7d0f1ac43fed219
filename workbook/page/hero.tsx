import { toBase64 } from '../wire_view/record.ts';
import { RowView } from '../wire_view/row.tsx';
import { Rows } from '../wire_view/rows.ts';
import { TEXTS } from './texts.ts';

const bytes = (text: string): string => toBase64(new TextEncoder().encode(text));

/** A small conversation, such as every lab shows. */
const ROWS = (() => {
  const rows = new Rows();
  rows.push({ at: 0, conversation: 1, from: 'client', kind: 'connect' });
  rows.push({
    at: 1,
    conversation: 1,
    from: 'client',
    kind: 'data',
    bytes: bytes('GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'),
  });
  rows.push({
    at: 3,
    conversation: 1,
    from: 'server',
    kind: 'data',
    bytes: bytes('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n'),
  });
  return rows.list;
})();
const LOOK = { hex: false, explain: false };
const WHO = { client: TEXTS.wire.browser, server: TEXTS.wire.program };

/** What the course is about, as the wire view draws it: a picture beside the welcome, for the eye alone. */
export function Hero() {
  return (
    <div class="hero wire wire-http" aria-hidden="true">
      <div class="wire-lanes">
        <span class="wire-lane wire-client">{WHO.client}</span>
        <span class="wire-lane wire-server">{WHO.server}</span>
      </div>
      <ol class="wire-rows">
        {ROWS.map((row) => (
          <RowView key={row.event.at} row={row} look={LOOK} who={WHO} several={false} failure={undefined} />
        ))}
      </ol>
    </div>
  );
}
