/** Whether the person has asked the system for less motion. */
export const CALM = matchMedia('(prefers-reduced-motion: reduce)').matches;
