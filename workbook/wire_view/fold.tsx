import { TEXTS } from '../page/texts.ts';

/** Longer chunks are folded after so many lines. */
export const FOLD = 16;

/** Shows the lines that are folded, or folds them again. */
export function FoldButton({
  open,
  left,
  onOpen,
}: {
  open: boolean;
  left: number;
  onOpen: (open: boolean) => void;
}) {
  return (
    <button type="button" class="wire-fold" aria-expanded={open} onClick={() => onOpen(!open)}>
      {open ? TEXTS.wire.fold : TEXTS.wire.unfold(left)}
    </button>
  );
}
