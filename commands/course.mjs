// Starts a command of the course: `node commands/course.mjs check lab01`.
//
// The course's own code is TypeScript. It is compiled once (esbuild, a fifth of a second) into
// node_modules/.cache and used from there until one of its files changes, so that a student's check
// costs hardly more than starting Node. Plain JavaScript, because nothing is compiled yet here.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [, , name = '', ...args] = process.argv;

try {
  const load = await loader();
  const command = await load(`commands/${name}.ts`);
  process.exitCode = await command.main({ root, args, load });
} catch (error) {
  console.error(explain(error));
  process.exitCode = 3;
}

/** A function that imports a file of the course by its path, from the compiled course if that can be had. */
async function loader() {
  const built = await compiledCourse();
  if (built) return (file) => import(pathToFileURL(join(built, file.replace(/\.ts$/, '.mjs'))).href);
  // Nowhere to write: compile in memory, at each start.
  process.env.TSX_DISABLE_CACHE = '1';
  const { register } = await import('tsx/esm/api');
  register();
  return (file) => import(pathToFileURL(join(root, file)).href);
}

/** The folder with the compiled course, compiled now if it is missing or old; undefined where nothing can be written. */
async function compiledCourse() {
  // Two checkouts may share one node_modules.
  const place = createHash('sha1').update(root).digest('hex').slice(0, 12);
  const places = [
    () => join(root, 'node_modules/.cache/workbook', place),
    () => privateTemporaryFolder(place),
  ];
  for (const folderOf of places) {
    const folder = folderOf();
    const fresh = folder && freshBuild(folder);
    if (fresh) return fresh;
    if (folder && isWritable(folder)) return build(folder);
  }
  return undefined;
}

/** Commands and checks: everything that is loaded by name. */
function entryPoints() {
  const labs = readdirSync(join(root, 'checks')).map((lab) => `checks/${lab}/checks.ts`);
  const names = [
    'grade',
    'merge',
    'carry',
    'check',
    'compare',
    'demo',
    'hint',
    'list',
    'reset',
    'start',
    'talk',
    'watch',
    'wire',
  ];
  const commands = names.map((command) => `commands/${command}.ts`);
  return [...commands, ...labs].filter((file) => existsSync(join(root, file)));
}

/** The newest build, if no file that went into it has changed since. */
function freshBuild(folder) {
  try {
    const { version, output, entries, inputs } = JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8'));
    const same =
      version === versionOf() &&
      entries.join() === entryPoints().join() &&
      inputs.every(([file, stamp]) => stampOf(file) === stamp);
    return same && existsSync(join(folder, output)) ? join(folder, output) : undefined;
  } catch {
    return undefined; // no build yet, or a file of it was removed
  }
}

async function build(folder) {
  const esbuild = await import('esbuild');
  const output = `build-${process.pid}-${Date.now().toString(36)}`;
  const entries = entryPoints();
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries,
    outbase: '.',
    outdir: join(folder, output),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    metafile: true,
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs).map((file) => [file, stampOf(file)]);
  const manifest = JSON.stringify({ version: versionOf(), output, entries, inputs });
  // Whole or not at all, also when two terminals do it at once.
  writeFileSync(join(folder, `${output}.json`), manifest);
  renameSync(join(folder, `${output}.json`), join(folder, 'build.json'));
  removeOldBuilds(folder, output);
  return join(folder, output);
}

/** Builds that nobody can be using any more: another terminal may still load parts of a recent one. */
function removeOldBuilds(folder, current) {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith('build-') || name.startsWith(current)) continue;
    const path = join(folder, name);
    try {
      if (statSync(path).mtimeMs < anHourAgo) rmSync(path, { recursive: true, force: true });
    } catch {} // another terminal was faster
  }
}

function stampOf(file) {
  const { mtimeMs, size } = statSync(join(root, file));
  return `${mtimeMs} ${size}`;
}

/** Another version of Node or of this file compiles anew. */
function versionOf() {
  return `${process.versions.node} ${stampOf('commands/course.mjs')}`;
}

function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
    return true;
  } catch {
    return false;
  }
}

/** A folder below the temporary one that belongs to this user alone: code is run from it. */
function privateTemporaryFolder(place) {
  const folder = join(tmpdir(), `workbook-${userInfo().username.replace(/\W/g, '_')}-${place}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    const ours = process.platform === 'win32' || (uid === process.getuid() && (mode & 0o022) === 0);
    return ours ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** A failed start in one or two lines. */
function explain(error) {
  if (error?.code === 'ERR_MODULE_NOT_FOUND' && /'(diff|esbuild|marked|tsx)/.test(error.message)) {
    return 'The packages of the course are not installed yet. Type: npm ci';
  }
  if (['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes(error?.code) && error.path) {
    return `${error.path} cannot be written (${error.code}). Is the folder read-only, or the disk full?`;
  }
  if (error?.errors?.[0]?.location) {
    const [{ text, location }] = error.errors;
    return `The course itself could not be compiled: ${text}\n  ${relative('.', join(root, location.file))}:${location.line}`;
  }
  return `The course's own code failed, please report this:\n${error?.stack ?? error}`;
}
