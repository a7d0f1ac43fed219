#!/usr/bin/env node
// Something goes wrong. What is written to standard error is for the person who runs the server.
// Strangers must not see it: they only learn that it failed, from the status 500.
console.error('fails.mjs: cannot open the price list, as the user "shop"');
process.exitCode = 1;
