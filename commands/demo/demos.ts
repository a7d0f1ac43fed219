import type { Demo } from './demo.ts';
import { browser } from './demos/browser.ts';
import { echo } from './demos/echo.ts';
import { http } from './demos/http.ts';
import { httpoxy } from './demos/httpoxy.ts';
import { length } from './demos/length.ts';
import { montreal } from './demos/montreal.ts';
import { slow } from './demos/slow.ts';
import { stream } from './demos/stream.ts';
import { time } from './demos/time.ts';
import { traversal } from './demos/traversal.ts';

/** All demos, in the order of the course. */
export const DEMOS: readonly Demo[] = [
  echo,
  stream,
  montreal,
  slow,
  time,
  http,
  browser,
  length,
  traversal,
  httpoxy,
];
