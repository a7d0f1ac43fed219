import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { commandsFor } from './commands.ts';
import { Contract } from './contract.tsx';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { Home } from './home.tsx';
import { go, useRoute, useWorkbook } from './hooks.ts';
import { type Action, actionOf } from './keyboard.ts';
import { LabView } from './lab.tsx';
import { LiveWire } from './live_wire.tsx';
import { chosenCheck, neighbour } from './selection.ts';
import { TEXTS } from './texts.ts';
import type { Workbook } from './workbook.ts';

/** The whole page. */
export function App({ workbook }: { workbook: Workbook }) {
  useWorkbook(workbook);
  const route = useRoute();
  const [help, setHelp] = useState(false);
  const [bonus, setBonus] = useState(false);
  const [wireOpen, setWireOpen] = useState(true);
  const [said, say] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const commands = useMemo(() => commandsFor(workbook, go, say), [workbook]);
  const lab = route.view === 'lab' ? workbook.lab(route.lab) : undefined;
  const check = route.view === 'lab' && lab ? chosenCheck(workbook, lab, route.check) : undefined;
  const title = lab ? `${lab.id}: ${lab.title}` : undefined;

  useEffect(() => {
    document.title = title ? `${title} · ${TEXTS.title}` : TEXTS.title;
  }, [title]);
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => say(''), 8000);
    return () => clearTimeout(timer);
  }, [said]);

  const act = (action: Action) => {
    const labs = workbook.course?.labs ?? [];
    const at = labs.findIndex(({ id }) => id === lab?.id);
    switch (action) {
      case 'help':
        return setHelp(true);
      case 'search':
        return search.current?.focus();
      case 'overview':
        return go({ view: 'home' });
      case 'wire':
        return setWireOpen(!wireOpen);
      case 'next-lab':
      case 'previous-lab': {
        const other = labs[at + (action === 'next-lab' ? 1 : -1)];
        if (lab && other) go({ view: 'lab', lab: other.id });
        return undefined;
      }
    }
    if (!lab) return undefined;
    if (action === 'run-all') return commands.runAll(lab.id, bonus);
    if (action === 'edit') return commands.open(lab.id);
    if (action === 'next-check' || action === 'previous-check') {
      const next = neighbour(workbook, lab, check, action === 'next-check' ? 1 : -1);
      if (!next) return undefined;
      go({ view: 'lab', lab: lab.id, check: next }, true);
      return requestAnimationFrame(() => document.getElementById(`check-${next}`)?.focus());
    }
    if (!check) return undefined;
    if (action === 'run') return commands.run(lab.id, check);
    return commands.hint(lab.id, check);
  };
  useKeys(act);

  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {TEXTS.skip}
      </button>
      <Header workbook={workbook} route={route} search={search} onHelp={() => setHelp(true)} />
      {workbook.connection === 'lost' ? (
        <p class="banner" role="status">
          {TEXTS.live.lost}
        </p>
      ) : null}
      {workbook.problem && workbook.connection !== 'lost' ? (
        <p class="banner" role="status">
          {workbook.problem}
        </p>
      ) : null}
      <main id="main" tabIndex={-1} class={`main main-${route.view}`}>
        {route.view === 'home' ? <Home workbook={workbook} /> : null}
        {route.view === 'contract' ? <Contract workbook={workbook} anchor={route.anchor} /> : null}
        {route.view === 'live' ? <LiveWire workbook={workbook} /> : null}
        {route.view === 'lab' && lab ? (
          <LabView
            key={lab.id}
            workbook={workbook}
            lab={lab}
            check={check}
            anchor={route.anchor}
            commands={commands}
            bonus={bonus}
            onBonus={setBonus}
            wireOpen={wireOpen}
            onWireOpen={setWireOpen}
          />
        ) : null}
        {route.view === 'lab' && !lab ? (
          <p class="notice">{workbook.course ? TEXTS.lab.noSuchLab : TEXTS.loading}</p>
        ) : null}
      </main>
      <p class={`toast${said ? ' toast-shown' : ''}`} role="alert">
        {said}
      </p>
      <Help open={help} onClose={() => setHelp(false)} />
    </>
  );
}

function useKeys(act: (action: Action) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      const typing = !!target?.closest(
        'input:not([type=checkbox]), textarea, select, [contenteditable], dialog',
      );
      const { key, ctrlKey, metaKey, altKey, repeat } = event;
      const action = actionOf({ key, ctrlKey, metaKey, altKey, repeat, typing });
      if (!action) return;
      event.preventDefault();
      latest.current(action);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
