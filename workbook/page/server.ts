import type {
  Course,
  Found,
  Handout,
  Hint,
  HintRequest,
  OpenRequest,
  RunRequest,
  RunStarted,
} from '../server/api.ts';
import { TEXTS } from './texts.ts';

const meta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="workbook-${name}"]`)?.content ?? '';

/** The name of the run of the server that gave this page. */
export const epoch = (): string => meta('epoch');

/** The server refused, or is not there; the message is a sentence for a person. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** Whether the server has answered at all. */
  readonly answered: boolean;

  constructor(message: string, answered: boolean) {
    super(message);
    this.answered = answered;
  }
}

async function answer<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Refused(TEXTS.errors.unreachable, false);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(String(body?.error ?? `${response.status} ${response.statusText}`), true);
  }
  return body as T;
}

/** Asks the server to do something; throws `Refused`. */
export const post = <T>(path: string, body: object): Promise<T> =>
  answer<T>(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Workbook': meta('token') },
    body: JSON.stringify(body),
  });

/** The HTTP API of the workbook, see workbook/server/api.ts. All throw `Refused`. */
export const server = {
  course: () => answer<Course>('/api/course'),
  handout: (lab: string) => answer<Handout>(`/api/labs/${lab}/handout`),
  search: (words: string, signal: AbortSignal) =>
    answer<Found[]>(`/api/search?q=${encodeURIComponent(words)}`, { signal }),
  run: (lab: string, request: RunRequest) => post<RunStarted>(`/api/labs/${lab}/run`, request),
  stop: (lab: string) => post<{ stopped: boolean }>(`/api/labs/${lab}/stop`, {}),
  hint: (lab: string, request: HintRequest) => post<Hint>(`/api/labs/${lab}/hint`, request),
  open: (lab: string, request: OpenRequest) => post<{ opened: string }>(`/api/labs/${lab}/open`, request),
  watch: (lab: string) => post<{ watching: string[] }>('/api/watch', { lab }),
};
