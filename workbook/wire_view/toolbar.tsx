import { useState } from 'preact/hooks';
import { TEXTS } from '../page/texts.ts';
import { asCurl, asJson, asPrintf } from './copy.ts';
import type { Recording } from './record.ts';
import type { Look } from './wire_view.tsx';

const words = TEXTS.wire;

export interface ToolbarProps {
  recording: Recording;
  look: Look;
  onLook: (look: Look) => void;
  /** How many connections there are. */
  conversations: number;
  conversation: number | undefined;
  onConversation: (conversation: number | undefined) => void;
}

/** What can be done with the picture. */
export function Toolbar({
  recording,
  look,
  onLook,
  conversations,
  conversation,
  onConversation,
}: ToolbarProps) {
  return (
    <div class="wire-toolbar">
      {conversations > 1 ? (
        <label class="wire-choice">
          <span class="wire-hidden">{words.connections}</span>
          <select
            value={conversation ?? ''}
            onChange={(event) => onConversation(Number(event.currentTarget.value) || undefined)}
          >
            <option value="">{words.allConnections}</option>
            {Array.from({ length: conversations }, (_, i) => (
              <option key={i} value={i + 1}>
                {words.connection(i + 1)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <Toggle pressed={look.explain} onPress={() => onLook({ ...look, explain: !look.explain })}>
        {words.explain}
      </Toggle>
      <Toggle pressed={look.hex} onPress={() => onLook({ ...look, hex: !look.hex })}>
        {words.hex}
      </Toggle>
      <fieldset class="wire-copy">
        <legend>{words.copy}</legend>
        <CopyAs name={words.copyCurl} make={() => asCurl(recording, conversation)} />
        <CopyAs name={words.copyPrintf} make={() => asPrintf(recording, conversation)} />
        <CopyAs name={words.copyJson} make={() => asJson(recording)} />
      </fieldset>
    </div>
  );
}

function Toggle({ pressed, onPress, children }: { pressed: boolean; onPress: () => void; children: string }) {
  return (
    <button type="button" class="wire-toggle" aria-pressed={pressed} onClick={onPress}>
      {children}
    </button>
  );
}

function CopyAs({ name, make }: { name: string; make: () => string | undefined }) {
  const [said, setSaid] = useState<string>();
  const copy = async () => {
    const text = make();
    try {
      if (text !== undefined) await navigator.clipboard.writeText(text);
      setSaid(text === undefined ? words.cannotCopy : words.copied);
    } catch {
      setSaid(TEXTS.copy.failed);
    }
    setTimeout(() => setSaid(undefined), 2500);
  };
  return (
    <span class="wire-copy-one">
      <button type="button" onClick={copy}>
        {name}
      </button>
      <output>{said}</output>
    </span>
  );
}
