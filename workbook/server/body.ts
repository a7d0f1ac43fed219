import type { IncomingMessage } from 'node:http';
import { Refusal } from './gate.ts';

/** Reads the body of a request as a JSON object; a Refusal when it is too long, cut off, or none. */
export async function readJson(request: IncomingMessage, limit: number): Promise<Record<string, unknown>> {
  const tooLong = () =>
    new Refusal(413, `The body of this request may have at most ${limit} bytes.`, { Connection: 'close' });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLong();
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > limit) throw tooLong();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, 'The body of this request was cut off.');
  }
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    value = JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new Refusal(400, 'The body of this request is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'The body of this request is not a JSON object.');
  }
  return value as Record<string, unknown>;
}

/** A field that is a string, or absent. */
export function textField(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value.length > 1000) throw new Refusal(400, `"${name}" must be a string.`);
  return value;
}

/** A field that is a list of strings, or absent. */
export function textsField(body: Record<string, unknown>, name: string): string[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length > 200 || !value.every((one) => typeof one === 'string')) {
    throw new Refusal(400, `"${name}" must be a list of strings.`);
  }
  return value;
}

/** A field that is true or false; absent is undefined. */
export function flagField(body: Record<string, unknown>, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw new Refusal(400, `"${name}" must be true or false.`);
  return value;
}
