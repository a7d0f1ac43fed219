// Loaded into a Node program before its first line (`node --require`): its clock starts at
// WORKBOOK_CLOCK (milliseconds since 1970) and runs on from there at the usual speed.
// CommonJS, because --require must finish before the program begins.
'use strict';
const { appendFileSync } = require('node:fs');

const RealDate = Date;
const shift = Number(process.env.WORKBOOK_CLOCK) - RealDate.now();
if (Number.isFinite(shift)) {
  const now = () => RealDate.now() + shift;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    // Date() without `new` gives a string, whatever its arguments.
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  // `new Date().constructor` leads to the shifted clock too.
  Object.defineProperty(RealDate.prototype, 'constructor', {
    value: globalThis.Date,
    writable: true,
    configurable: true,
  });
  const seen = process.env.WORKBOOK_CLOCK_SEEN;
  if (seen) appendFileSync(seen, 'x');
}
