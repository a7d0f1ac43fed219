import { useEffect, useState } from 'preact/hooks';
import { hashOf, parseRoute, type Route } from './route.ts';
import type { Workbook } from './workbook.ts';

/** Draws the component again whenever the workbook changes. */
export function useWorkbook(workbook: Workbook): number {
  const [version, setVersion] = useState(workbook.version);
  useEffect(() => {
    // Something may have changed between the drawing and now.
    setVersion(workbook.version);
    return workbook.listen(() => setVersion(workbook.version));
  }, [workbook]);
  return version;
}

/** The route in the address, kept up to date. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const update = () => setHash(location.hash);
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return parseRoute(hash);
}

/** Goes to a route; `replace`: without a step in the history. */
export function go(route: Route, replace = false): void {
  const hash = hashOf(route);
  if (!replace) {
    location.hash = hash;
    return;
  }
  history.replaceState(null, '', hash);
  dispatchEvent(new HashChangeEvent('hashchange'));
}
