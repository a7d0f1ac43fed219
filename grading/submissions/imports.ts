import { builtinModules } from 'node:module';
import { PYTHON_MODULES } from './python_modules.ts';

/** The modules that a TypeScript or JavaScript text imports, as it writes them; those that exist as types alone are left out. */
export function importsOf(text: string): string[] {
  const code = text.replace(/^\s*\/\/.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
  const statements = [
    ...code.matchAll(/^[ \t]*(?:import|export)\s+(?!type\s)[^'"`;()]*?from\s*['"]([^'"\n]+)['"]/gm),
    ...code.matchAll(/^[ \t]*import\s*['"]([^'"\n]+)['"]/gm),
    ...code.matchAll(/(?<![.\w])(?:require|import)\s*\(\s*['"]([^'"\n]+)['"]\s*\)/g),
  ];
  return [...new Set(statements.map((match) => match[1] as string))];
}

/** The modules that a Python text imports, by the first part of their names. */
export function pythonImportsOf(text: string): string[] {
  const names: string[] = [];
  for (const [, from, plain] of text.matchAll(
    /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([^#\n;]+))/gm,
  )) {
    if (from) names.push(from);
    else names.push(...(plain as string).split(',').map((one) => one.trim().split(/\s+/)[0] as string));
  }
  return [...new Set(names.map((name) => name.split('.')[0] as string))].filter((name) => name !== '');
}

/** The package that a module belongs to; `undefined` for a file, and for what Node brings along. */
export function packageOf(module: string): string | undefined {
  if (/^(\.{0,2}\/|\.{1,2}$|#|node:|file:|data:)/.test(module) || builtinModules.includes(module))
    return undefined;
  if (/^\w+:/.test(module)) return module; // npm:, jsr:, https:
  const [first = '', second] = module.split('/');
  return first.startsWith('@') && second ? `${first}/${second}` : first;
}

/** Whether Python finds a module without anything installed; `beside` are the files and folders next to the program. */
export function isPythonModule(name: string, beside: readonly string[]): boolean {
  return PYTHON_MODULES.has(name) || beside.includes(`${name}.py`) || beside.includes(name);
}
