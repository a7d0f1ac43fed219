import { useEffect, useState } from 'preact/hooks';
import type { CourseLab } from '../server/api.ts';
import { Checks } from './checks.tsx';
import type { Commands } from './commands.ts';
import { HandoutView } from './handout.tsx';
import { tone } from './run_bar.tsx';
import { showCheck, showPassage } from './scroll.ts';
import { server } from './server.ts';
import { TEXTS } from './texts.ts';
import { WirePanel } from './wire_panel.tsx';
import type { Workbook } from './workbook.ts';

export interface LabProps {
  workbook: Workbook;
  lab: CourseLab;
  /** The chosen check. */
  check: string | undefined;
  anchor: string | undefined;
  commands: Commands;
  bonus: boolean;
  onBonus: (bonus: boolean) => void;
  wireOpen: boolean;
  onWireOpen: (open: boolean) => void;
}

type Tab = 'handout' | 'checks' | 'wire';
const TABS: readonly Tab[] = ['handout', 'checks', 'wire'];

/** A lab: its handout at the left, its checks at the right, the wire below; on a narrow screen one at a time. */
export function LabView(props: LabProps) {
  const { workbook, lab, check, anchor, commands, wireOpen, onWireOpen } = props;
  const [tab, setTab] = useState<Tab>('handout');
  const live = workbook.connection === 'live';
  // From now on a save in this lab runs its checks.
  useEffect(() => {
    if (live) server.watch(lab.id).catch(() => {});
  }, [lab.id, live]);
  const show = (next: Tab) => {
    setTab(next);
    if (next === 'wire') onWireOpen(true);
    // It could not be scrolled to while it was hidden.
    if (next === 'checks' && check) requestAnimationFrame(() => showCheck(check));
  };
  const { recording, status } = workbook.runs.get(lab.id)?.checks.get(check ?? '') ?? {};
  return (
    <div class={`lab lab-tab-${tab}${wireOpen && recording?.events.length ? ' lab-wire-open' : ''}`}>
      <h1 class="unseen lab-name">{lab.title}</h1>
      <Tabs tab={tab} tone={tone(workbook.runs.get(lab.id))} onTab={show} />
      <section id="part-handout" class="lab-handout" aria-label={TEXTS.lab.tabs.handout}>
        <HandoutView lab={lab.id} version={workbook.handouts.get(lab.id) ?? 0} anchor={anchor} />
      </section>
      <section id="part-checks" class="lab-checks" aria-label={TEXTS.lab.tabs.checks}>
        <Checks
          {...props}
          commands={commands}
          onWire={() => {
            onWireOpen(true);
            setTab('wire');
          }}
          onPassage={(name) => {
            setTab('handout');
            requestAnimationFrame(() => showPassage(name));
          }}
        />
      </section>
      <WirePanel
        recording={recording}
        chosen={check !== undefined}
        busy={status === 'waiting' || status === 'running'}
        open={wireOpen}
        onOpen={onWireOpen}
      />
    </div>
  );
}

/** `tone` colours the mark beside the checks: who reads the handout sees how they stand. */
function Tabs({ tab, tone, onTab }: { tab: Tab; tone: string; onTab: (tab: Tab) => void }) {
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] as Tab;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={TEXTS.lab.tabList} onKeyDown={onKey}>
      {TABS.map((one) => (
        <button
          key={one}
          id={`tab-${one}`}
          type="button"
          role="tab"
          aria-selected={one === tab}
          aria-controls={`part-${one}`}
          tabIndex={one === tab ? 0 : -1}
          onClick={() => onTab(one)}
        >
          {TEXTS.lab.tabs[one]}
          {one === 'checks' ? <span class={`tab-mark tab-${tone}`} aria-hidden="true" /> : null}
        </button>
      ))}
    </div>
  );
}
