import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Route } from './route.ts';
import { hashOf } from './route.ts';
import { Search } from './search.tsx';
import { TEXTS } from './texts.ts';
import { chooseTheme, storedTheme, THEMES, type Theme } from './theme.ts';
import type { Workbook } from './workbook.ts';

export interface HeaderProps {
  workbook: Workbook;
  route: Route;
  search: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
}

/** Name of the course, the way between the labs, search and colours. */
export function Header({ workbook, route, search, onHelp }: HeaderProps) {
  const current = route.view === 'lab' ? route.lab : undefined;
  const steps = useRef<HTMLElement>(null);
  // On a narrow screen not all labs have room: the current one is brought to the middle.
  useEffect(() => {
    const step = steps.current?.querySelector<HTMLElement>('[aria-current]');
    if (step && steps.current) {
      steps.current.scrollLeft = step.offsetLeft - (steps.current.clientWidth - step.offsetWidth) / 2;
    }
  }, [current, workbook.course !== undefined]);
  return (
    <header class="header">
      <a
        class="brand"
        href={hashOf({ view: 'home' })}
        aria-current={route.view === 'home' ? 'page' : undefined}
      >
        <Logo />
        <span>{TEXTS.title}</span>
      </a>
      <nav class="steps" aria-label={TEXTS.overview} ref={steps}>
        <ol>
          {workbook.course?.labs.map((lab) => (
            <li key={lab.id}>
              <a
                class={`step step-${lab.state}`}
                href={hashOf({ view: 'lab', lab: lab.id })}
                aria-current={lab.id === current ? 'page' : undefined}
                title={`${lab.title}: ${TEXTS.home.state[lab.state]}`}
              >
                <span class="unseen">{`${lab.title}, ${TEXTS.home.state[lab.state]}: `}</span>
                {lab.id.slice(3)}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      {workbook.live.size > 0 ? (
        <a
          class="live-link"
          title={TEXTS.panel.live}
          href={hashOf({ view: 'live' })}
          aria-current={route.view === 'live' ? 'page' : undefined}
        >
          <span class="dot" aria-hidden="true" />
          <span class="live-name">{TEXTS.panel.live}</span>
        </a>
      ) : null}
      <Search input={search} workbook={workbook} />
      <ThemeSwitch />
      <button type="button" class="quiet keys-button" onClick={onHelp} title={TEXTS.keys.heading}>
        <span aria-hidden="true">?</span>
        <span class="unseen">{TEXTS.keys.open}</span>
      </button>
    </header>
  );
}

/** Two lanes, and what goes between them. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path class="logo-lanes" d="M8 6v20M24 6v20" />
      <path class="logo-arrows" d="M10 12h10m-3-3 3 3-3 3M22 21H12m3-3-3 3 3 3" />
    </svg>
  );
}

function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(storedTheme());
  return (
    <select
      class="theme"
      aria-label={TEXTS.theme.label}
      title={TEXTS.theme.label}
      value={theme}
      onChange={(event) => {
        const chosen = event.currentTarget.value as Theme;
        chooseTheme(chosen);
        setTheme(chosen);
      }}
    >
      {THEMES.map((one) => (
        <option key={one} value={one}>
          {TEXTS.theme[one]}
        </option>
      ))}
    </select>
  );
}
