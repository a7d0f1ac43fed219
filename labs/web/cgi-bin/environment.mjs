#!/usr/bin/env node
// Shows what the server tells a script about the request: RFC 3875, section 4.1.
// Only the variables of that RFC: the rest of the environment is nobody's business.
const names = [
  'AUTH_TYPE',
  'CONTENT_LENGTH',
  'CONTENT_TYPE',
  'GATEWAY_INTERFACE',
  'PATH_INFO',
  'PATH_TRANSLATED',
  'QUERY_STRING',
  'REMOTE_ADDR',
  'REMOTE_HOST',
  'REMOTE_IDENT',
  'REMOTE_USER',
  'REQUEST_METHOD',
  'SCRIPT_NAME',
  'SERVER_NAME',
  'SERVER_PORT',
  'SERVER_PROTOCOL',
  'SERVER_SOFTWARE',
];

// Every header of the request has a variable too: HTTP_ and its name, as HTTP_USER_AGENT.
const headers = Object.keys(process.env).filter((name) => name.startsWith('HTTP_'));

console.log('Content-Type: text/plain; charset=utf-8');
// The values come from the visitor: the browser shall not take them for HTML.
console.log('X-Content-Type-Options: nosniff');
console.log('');
for (const name of [...names, ...headers.sort()]) {
  const value = process.env[name];
  if (value === undefined) {
    console.log(`${name} is not set`);
  } else if (name === 'HTTP_PROXY') {
    // Many programs take it for the address of a proxy, and it may hold a password: not to be shown.
    console.log('HTTP_PROXY is set, and it should not be: read about "httpoxy"');
  } else {
    console.log(`${name}=${value}`);
  }
}
