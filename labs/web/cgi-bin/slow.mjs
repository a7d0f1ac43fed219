#!/usr/bin/env node
// Takes three seconds to answer. Ask for another page meanwhile: does your server still answer?
import { setTimeout } from 'node:timers/promises';

await setTimeout(3000);
console.log('Content-Type: text/plain; charset=utf-8');
console.log('');
console.log('Sorry to keep you waiting.');
