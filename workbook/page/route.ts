/** What the page shows, as it stands behind the # in the address. */
export type Route =
  | { view: 'home' }
  | { view: 'contract'; anchor?: string }
  | { view: 'live' }
  /** `check`: the chosen one; `-` for none; undefined for the first that fails. `anchor`: a heading of the handout. */
  | { view: 'lab'; lab: string; check?: string; anchor?: string };

/** `#/lab06/content-length?at=the-idea` → a route; what is not known is the overview. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [first = '', check] = path.split('/').map(decoded);
  const anchor = new URLSearchParams(query).get('at');
  const at = anchor ? { anchor } : {};
  if (first === 'contract') return { view: 'contract', ...at };
  if (first === 'wire') return { view: 'live' };
  if (/^lab\d\d$/.test(first)) return { view: 'lab', lab: first, ...(check && { check }), ...at };
  return { view: 'home' };
}

/** The address of a route. */
export function hashOf(route: Route): string {
  if (route.view === 'home') return '#/';
  if (route.view === 'live') return '#/wire';
  const at = route.anchor ? `?at=${encodeURIComponent(route.anchor)}` : '';
  if (route.view === 'contract') return `#/contract${at}`;
  return `#/${route.lab}${route.check ? `/${encodeURIComponent(route.check)}` : ''}${at}`;
}

/** The route of a handout: `lab06`, or `labs` for what holds for all of them. */
export function handoutRoute(lab: string, anchor?: string): Route {
  const at = anchor ? { anchor } : {};
  return lab === 'labs' ? { view: 'contract', ...at } : { view: 'lab', lab, ...at };
}

/** A shared address such as `/lab06#the-idea` as a route; undefined for the page's own address. */
export function routeOfPath(pathname: string, hash: string): Route | undefined {
  const name = /^\/(labs?\d*)\/?$/.exec(pathname)?.[1];
  if (!name || hash.startsWith('#/')) return undefined;
  return handoutRoute(name, decoded(hash.slice(1)) || undefined);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
