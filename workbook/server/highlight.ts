import { escapeHtml } from './escape.ts';

/** A kind of text and the class that it gets: `hl-CLASS`. The first rule that matches at a place wins. */
type Rule = readonly [name: string, pattern: RegExp];

const KEYWORDS =
  'as async await break case catch class const continue default delete do else export extends finally for from function if import in instanceof interface let new of readonly return satisfies static switch this throw try type typeof undefined null true false void while yield';

const TYPESCRIPT: Rule[] = [
  ['comment', /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\[\s\S]|[^`\\])*`?/y],
  ['keyword', new RegExp(`\\b(?:${KEYWORDS.replaceAll(' ', '|')})\\b`, 'y')],
  ['number', /\b0x[\da-f]+\b|\b\d[\d_]*(?:\.\d+)?\b/iy],
  ['name', /[\p{L}_$][\p{L}\p{N}_$]*(?=\s*\()/uy],
  ['', /[\p{L}_$][\p{L}\p{N}_$]*|\s+/uy],
];

const JSON_RULES: Rule[] = [
  ['name', /"(?:\\.|[^"\\\n])*"(?=\s*:)/y],
  ['string', /"(?:\\.|[^"\\\n])*"?/y],
  ['keyword', /\b(?:true|false|null)\b/y],
  ['number', /-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/iy],
];

const SHELL: Rule[] = [
  ['comment', /(?<=^|\s)#[^\n]*/my],
  ['string', /'[^'\n]*'?|"(?:\\.|[^"\\\n])*"?/y],
  ['option', /(?<=\s)--?[\w-]+/y],
  ['', /[\w./:@%-]+|\s+/y],
];

const HTTP: Rule[] = [
  ['start', /^(?:[A-Z]+ \S+ HTTP\/\d(?:\.\d)?|HTTP\/\d(?:\.\d)? \d{3}[^\n]*)$/my],
  ['field', /^[\w-]+(?=:)/my],
  ['', /[^\n]+|\n/y],
];

const LANGUAGES: Record<string, (code: string) => string> = {
  ts: (code) => coloured(code, TYPESCRIPT),
  js: (code) => coloured(code, TYPESCRIPT),
  json: (code) => coloured(code, JSON_RULES),
  sh: (code) => coloured(code, SHELL),
  http: (code) => coloured(code, HTTP),
  console: transcript,
};
const ALIASES: Record<string, string> = {
  typescript: 'ts',
  javascript: 'js',
  mjs: 'js',
  shell: 'sh',
  bash: 'sh',
};

/**
 * Code as HTML. The classes: `hl-comment hl-string hl-keyword hl-number hl-name hl-option hl-start hl-field`, and in
 * a transcript of a terminal `hl-prompt hl-command hl-sent hl-received hl-elided`.
 */
export function highlight(code: string, language: string): string {
  const rules = LANGUAGES[ALIASES[language] ?? language];
  return rules ? rules(code) : escapeHtml(code);
}

const span = (name: string, text: string): string =>
  name ? `<span class="hl-${name}">${escapeHtml(text)}</span>` : escapeHtml(text);

function coloured(code: string, rules: readonly Rule[]): string {
  let html = '';
  for (let at = 0; at < code.length; ) {
    let length = 0;
    for (const [name, pattern] of rules) {
      pattern.lastIndex = at;
      const text = pattern.exec(code)?.[0];
      if (!text) continue;
      html += span(name, text);
      length = text.length;
      break;
    }
    if (length === 0) {
      html += escapeHtml(code[at] as string);
      length = 1;
    }
    at += length;
  }
  return html;
}

/** A transcript of a terminal: `$ ` begins what the person types, arrows show what went over the wire. */
function transcript(code: string): string {
  let continued = false;
  return code
    .split('\n')
    .map((line) => {
      const typed = line.startsWith('$ ') || continued;
      if (typed) {
        const prompt = continued ? '' : '$ ';
        continued = line.endsWith('\\');
        const command = coloured(line.slice(prompt.length), SHELL);
        return `${prompt && '<span class="hl-prompt">$ </span>'}<span class="hl-command">${command}</span>`;
      }
      if (line.startsWith('→')) return span('sent', line);
      if (line.startsWith('←')) return span('received', line);
      if (line.trim() === '…') return span('elided', line);
      return escapeHtml(line);
    })
    .join('\n');
}
