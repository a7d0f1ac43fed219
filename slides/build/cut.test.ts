import { expect, test } from 'vitest';
import { cut, parsePart } from './cut.ts';

const FILE = `import net from 'node:net';

const port = 1;

// What a client sends comes back to it, byte for byte, as soon as it is here, and nothing is kept.
// Nothing.
const server = net.createServer((socket) => {
  socket.on('data', (bytes) => {
    if (bytes.length > 0) {
      socket.write(bytes);
    }
  });
  socket.on('end', () => socket.end());
});

export function stop(): void {
  server.close();
}
`;
const part = (...lines: string[]) => cut(FILE, parsePart('a.ts', lines));

test('what is declared under a name', () => {
  expect(part('name: stop').code).toBe('export function stop(): void {\n  server.close();\n}');
  expect(part('name: port').code).toBe('const port = 1;');
  expect(part('name: server').code.split('\n')).toHaveLength(8);
});

test('from a line to a line that is indented as deep, moved to the left, lit', () => {
  const { code, lit } = part("from: socket.on('data'", 'to: });', 'mark: write | length');
  expect(code).toBe(
    "socket.on('data', (bytes) => {\n  if (bytes.length > 0) {\n    socket.write(bytes);\n  }\n});",
  );
  expect(lit).toEqual([1, 2]);
});

test('lines are left out, and long comments are broken anew', () => {
  const { code } = part('from: // What', 'to: const server');
  expect(code.split('\n')).toEqual([
    '// What a client sends comes back to it, byte for byte, as soon as it is',
    '// here, and nothing is kept. Nothing.',
    'const server = net.createServer((socket) => {',
  ]);
  expect(part('name: stop', 'drop: close').code).toBe('export function stop(): void {\n}');
});

test.for([
  [['name: start'], 'a.ts declares "start" 0 times at its left margin, not once.'],
  [['from: nowhere'], 'No line of a.ts contains "nowhere".'],
  [['from: const port', 'to: nowhere'], 'Behind "const port", no line of a.ts contains "nowhere".'],
  [['name: stop', 'mark: listen'], 'No line of this part of a.ts contains "listen".'],
  [['name: port', 'drop: const'], 'This part of a.ts is empty.'],
  [['lines: 3-9'], '"lines: 3-9" is none of name, from, to, mark, drop, say, each with a colon behind it.'],
] as const)('%j: %s', ([lines, message]) => {
  expect(() => part(...lines)).toThrow(message);
});
