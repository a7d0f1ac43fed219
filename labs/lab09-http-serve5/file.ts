import path from 'node:path';

// TODO 2: a line for every kind of file. What is not in the table, or has no extension, is application/octet-stream.
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
};

// What Content-Type says about a file: its extension decides.
export function typeOf(name: string): string {
  return types[path.extname(name)] ?? 'text/html; charset=utf-8';
}
