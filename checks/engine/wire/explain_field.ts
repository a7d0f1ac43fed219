/** What a header says, in half a line; the common ones of RFC 9110 to 9112 and their neighbours. */
const MEANINGS: Readonly<Record<string, string>> = {
  accept: 'the media types that the client can use',
  'accept-encoding': 'the compressions that the client can undo',
  'accept-language': 'the languages that the reader prefers',
  'accept-ranges': 'whether parts of it can be asked for',
  age: 'how many seconds a cache has kept this',
  allow: 'the methods that this resource knows',
  authorization: 'who is asking: a secret',
  'cache-control': 'who may keep a copy, and for how long',
  connection: 'whether the connection stays open after this message',
  'content-disposition': 'whether to show it or to save it, and under which name',
  'content-encoding': 'how the content was compressed',
  'content-language': 'the language of the content',
  'content-length': 'how many bytes of content follow',
  'content-location': 'another address of this content',
  'content-range': 'which part of the whole this is',
  'content-security-policy': 'what the page may load and run',
  'content-type': 'what kind of content it is',
  cookie: 'what this server asked the client to remember',
  date: 'when the message was made, always in GMT',
  etag: 'the name of this version of the content',
  expect: 'the client waits for a word before it sends the content',
  expires: 'from when on a copy is too old',
  from: 'the mail address of whoever runs the client',
  host: 'the name and port that the client asked for',
  'if-match': 'only if it is still this version',
  'if-modified-since': 'only if it is newer than this',
  'if-none-match': 'only if it is another version than this',
  'if-range': 'the part only if it is still this version',
  'if-unmodified-since': 'only if it is not newer than this',
  'keep-alive': 'how long an idle connection stays open',
  'last-modified': 'when the content changed last',
  location: 'where to look instead',
  origin: 'the site whose page sends this request',
  pragma: 'an old way of asking for no copies',
  range: 'asks for a part only',
  referer: 'the page that the link was on',
  'referrer-policy': 'how much to tell about the page that a link was on',
  'retry-after': 'when to try again',
  server: 'the program that answers',
  'set-cookie': 'something for the client to remember and send back',
  te: 'what the client takes in chunked content',
  trailer: 'the headers that follow behind the content',
  'transfer-encoding': 'how the content is wrapped on the way',
  upgrade: 'another protocol to go on with',
  'upgrade-insecure-requests': 'the client would rather have https',
  'user-agent': 'the program that asks',
  vary: 'the request headers that change the answer',
  via: 'the proxies on the way',
  'www-authenticate': 'how to say who is asking',
  'x-content-type-options': 'nosniff: believe the Content-Type',
  'x-frame-options': 'whether the page may be shown inside another',
};

/** Browsers send whole families of these. */
const FAMILIES: readonly (readonly [prefix: string, meaning: string])[] = [
  ['sec-fetch-', 'what the browser wants it for'],
  ['sec-ch-', 'about the browser and its machine'],
  ['sec-websocket-', 'for the change to WebSocket'],
  ['access-control-', 'what pages of other sites may do'],
];

/** Half a line about a header, `Content-Length` → `how many bytes of content follow`; any case of letters. */
export function explainField(name: string): string | undefined {
  const key = name.toLowerCase();
  if (Object.hasOwn(MEANINGS, key)) return MEANINGS[key];
  return FAMILIES.find(([prefix]) => key.startsWith(prefix))?.[1];
}
