import { codeToKeyedTokens, type KeyedTokensInfo } from '@shikijs/magic-move/core';
import { createCssVariablesTheme, createHighlighter } from 'shiki';

const THEME = 'deck';
const highlighter = await createHighlighter({
  langs: ['typescript', 'html', 'python'],
  themes: [createCssVariablesTheme({ name: THEME, variablePrefix: '--code-', fontStyle: true })],
});

const languageOf = (file: string): 'typescript' | 'html' | 'python' =>
  file.endsWith('.html') ? 'html' : file.endsWith('.py') ? 'python' : 'typescript';

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

// On a busy machine the usual limit of half a second cuts the first piece of code short.
const PATIENCE = { tokenizeTimeLimit: 0 };

/** Code as HTML, a `<span class="line">` for each line; the lit ones have the class `lit`. */
export function codeHtml(code: string, file: string, lit: readonly number[]): string {
  const { tokens } = highlighter.codeToTokens(code, { lang: languageOf(file), theme: THEME, ...PATIENCE });
  const lines = tokens.map((line, i) => {
    const words = line.map(
      ({ content, color = '' }) => `<span style="color:${color}">${escapeHtml(content)}</span>`,
    );
    return `<span class="line${lit.includes(i) ? ' lit' : ''}">${words.join('')}</span>`;
  });
  return `<pre><code>${lines.join('\n')}</code></pre>`;
}

/** The same as tokens that can move from one state of the code to the next. */
export const tokensOf = (code: string, file: string): KeyedTokensInfo =>
  codeToKeyedTokens(highlighter, code, { lang: languageOf(file), theme: THEME, ...PATIENCE });
