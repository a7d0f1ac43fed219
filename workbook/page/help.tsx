import { useEffect, useRef } from 'preact/hooks';
import { TEXTS } from './texts.ts';

/** The list of keys. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="keys" onClose={onClose}>
      <h2 id="keys">{TEXTS.keys.heading}</h2>
      <dl>
        {TEXTS.keys.list.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={onClose}>
        {TEXTS.keys.close}
      </button>
    </dialog>
  );
}
