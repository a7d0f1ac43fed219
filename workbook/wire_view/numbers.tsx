import { type HexLine, hexOf } from './bytes.ts';

/** Sixteen bytes as numbers, with what can be read of them; one of them may be pointed at. */
export function Numbers({
  line: { at, bytes, text },
  pointAt = -1,
}: {
  line: HexLine;
  pointAt?: number | undefined;
}) {
  const place = pointAt - at;
  const digits = bytes.map(hexOf);
  const [before, here, behind] =
    place >= 0 && place < bytes.length
      ? [place, place + 1, place + 1]
      : [bytes.length, bytes.length, bytes.length];
  return (
    <>
      <span class="wire-digits">
        {digits.slice(0, before).join(' ')}
        {before > 0 && here > before ? ' ' : ''}
        {here > before ? <span class="wire-failing">{digits[before]}</span> : null}
        {behind < digits.length ? ` ${digits.slice(behind).join(' ')}` : ''}
      </span>
      <span class="wire-plain">
        {text.slice(0, before)}
        {here > before ? <span class="wire-failing">{text[before]}</span> : null}
        {text.slice(behind)}
      </span>
    </>
  );
}
