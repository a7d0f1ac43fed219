/** The scripts and styles of the two pages. */
export interface PageCode {
  report: { script: string; style: string };
  gradebook: { script: string; style: string };
}

const kept = new Map<string, Promise<PageCode>>();

/** Bundles the pages from their sources in the course at `root`; once per process. */
export function pageCode(root: string): Promise<PageCode> {
  const code = kept.get(root) ?? build(root);
  kept.set(root, code);
  return code;
}

async function build(root: string): Promise<PageCode> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: {
      report: 'grading/pages/client/report.tsx',
      gradebook: 'grading/pages/client/gradebook.tsx',
    },
    outdir: 'out', // nothing is written there
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    // A letter of another script could be misread where the page is saved in another encoding.
    charset: 'ascii',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const text = (name: string) => {
    const code = outputFiles.find(({ path }) => path.endsWith(name))?.text ?? '';
    // Would end the element that it stands in; no source of ours has a reason to say it.
    if (/<\/(script|style)|<!--/i.test(code)) throw new Error(`${name} cannot stand in a page`);
    return code.trim();
  };
  const page = (name: string) => ({ script: text(`${name}.js`), style: text(`${name}.css`) });
  return { report: page('report'), gradebook: page('gradebook') };
}
