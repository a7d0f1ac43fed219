/** A script of the checker, in the two languages that it may be written in. */
export interface ScriptText {
  sh: string;
  mjs: string;
}

/** The language of most scripts: sh starts fastest by far. Windows has none. */
export const LANGUAGE: keyof ScriptText = process.platform === 'win32' ? 'mjs' : 'sh';

/** A path or text as a word for sh. */
const word = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const js = (text: string): string => JSON.stringify(text);

/** The folder beside the web root with the files that scripts read and make; a script finds it from where it lies. */
export const BACKSTAGE = 'backstage';
const shFile = (name: string): string => `"$here/../../${BACKSTAGE}/${name}"`;
const jsFile = (name: string): string => `import.meta.dirname + ${js(`/../../${BACKSTAGE}/${name}`)}`;

/** The folder of the script. (Its path is the one by which it was started, and may be a name alone.) */
const HERE = `case $0 in */*) here=\${0%/*} ;; *) here=. ;; esac`;

/** The simplest head of a script's output, and then what a command prints. */
const plain = {
  sh: "printf 'Content-Type: text/plain\\n\\n'",
  mjs: "console.log('Content-Type: text/plain\\n');",
};

/** Prints the bytes of a file and nothing else, head included. */
export const prints = (file: string): ScriptText => ({
  sh: `${HERE}
exec cat ${shFile(file)}`,
  mjs: `import { readFileSync } from 'node:fs';\nprocess.stdout.write(readFileSync(${jsFile(file)}));`,
});

/** Prints its environment, one variable a line. */
export const printsEnvironment: ScriptText = {
  sh: `${plain.sh}\nexec env`,
  mjs: `${plain.mjs}\nfor (const [name, value] of Object.entries(process.env)) console.log(name + '=' + value);`,
};

/** Prints QUERY_STRING. */
export const printsQuery: ScriptText = {
  sh: `${plain.sh}\nprintf '%s\\n' "$QUERY_STRING"`,
  mjs: `${plain.mjs}\nconsole.log(process.env.QUERY_STRING);`,
};

/** Prints the folder that it runs in. */
export const printsFolder: ScriptText = {
  sh: `${plain.sh}\npwd -P`,
  mjs: `${plain.mjs}\nconsole.log(process.cwd());`,
};

const threeLines = `printf 'Content-Type: application/octet-stream\\n\\n%s\\n%s\\n%s\\n' "$REQUEST_METHOD" "$CONTENT_LENGTH" "$CONTENT_TYPE"`;
const hasContent = `[ "\${CONTENT_LENGTH:-0}" -gt 0 ] 2>/dev/null`;

/** Reads as many bytes as CONTENT_LENGTH says, and only then prints three lines (method, length, type) and those bytes. */
export const echoes = (file: string): ScriptText => ({
  sh: `${HERE}
if ${hasContent}; then head -c "$CONTENT_LENGTH" > ${shFile(file)}; else : > ${shFile(file)}; fi
${threeLines}
exec cat ${shFile(file)}`,
  mjs: `import { readSync } from 'node:fs';
const { REQUEST_METHOD = '', CONTENT_LENGTH = '', CONTENT_TYPE = '' } = process.env;
const content = Buffer.alloc(Number(CONTENT_LENGTH) || 0);
for (let at = 0; at < content.length; ) {
  const count = readSync(0, content, at, content.length - at, null);
  if (count === 0) break;
  at += count;
}
console.log('Content-Type: application/octet-stream\\n');
console.log(REQUEST_METHOD + '\\n' + CONTENT_LENGTH + '\\n' + CONTENT_TYPE);
process.stdout.write(content);`,
});

/** Prints the same, but each byte as soon as it is there. */
export const echoesAtOnce: ScriptText = {
  sh: `${threeLines}\n${hasContent} && exec head -c "$CONTENT_LENGTH"\nexit 0`,
  mjs: `const { REQUEST_METHOD = '', CONTENT_LENGTH = '', CONTENT_TYPE = '' } = process.env;
console.log('Content-Type: application/octet-stream\\n');
console.log(REQUEST_METHOD + '\\n' + CONTENT_LENGTH + '\\n' + CONTENT_TYPE);
process.stdin.pipe(process.stdout);`,
};

/** Prints what it is given, up to the end of it. */
export const readsToEnd: ScriptText = {
  sh: `${plain.sh}\nexec cat`,
  mjs: `${plain.mjs}\nprocess.stdin.pipe(process.stdout);`,
};

/** Makes the file `started`, waits until there is a file `gate` (for 20 s at most), and prints a text. */
export const waitsFor = (started: string, gate: string, text: string): ScriptText => ({
  sh: `${HERE}
: > ${shFile(started)}
turns=0
while [ ! -e ${shFile(gate)} ] && [ $turns -lt 1000 ]; do turns=$((turns + 1)); sleep 0.02; done
${plain.sh}
echo ${word(text)}`,
  mjs: `import { existsSync, writeFileSync } from 'node:fs';
writeFileSync(${jsFile(started)}, '');
for (let turn = 0; turn < 1000 && !existsSync(${jsFile(gate)}); turn++) await new Promise((next) => setTimeout(next, 20));
${plain.mjs}
console.log(${js(text)});`,
});

/**
 * Starts a second process, writes the numbers of both into a file, and does not end for a minute; not
 * on SIGTERM either. It prints nothing.
 */
export const hangs = (pids: string): ScriptText => ({
  sh: `${HERE}
trap '' TERM
sleep 60 &
echo "$$ $!" > ${shFile(`${pids}.new`)} && mv ${shFile(`${pids}.new`)} ${shFile(pids)}
sleep 60`,
  mjs: `import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
process.on('SIGTERM', () => {});
const second = spawn(process.execPath, ['-e', 'process.on("SIGTERM",()=>{});setTimeout(()=>{},60000)'], { stdio: 'inherit' });
writeFileSync(${jsFile(`${pids}.new`)}, process.pid + ' ' + second.pid);
renameSync(${jsFile(`${pids}.new`)}, ${jsFile(pids)});
setTimeout(() => {}, 60000);`,
});

/** Complains on standard error, prints nothing, and ends with exit code 3. */
export const failsAfter = (complaint: string): ScriptText => ({
  sh: `echo ${word(complaint)} >&2\nexit 3`,
  mjs: `console.error(${js(complaint)});\nprocess.exitCode = 3;`,
});

/** Prints what there is in a file, if one is named, and is killed. */
export const isKilled = (file?: string): ScriptText => ({
  sh: `${HERE}
${file === undefined ? '' : `cat ${shFile(file)}\n`}kill -9 $$`,
  mjs: `import { readFileSync, writeSync } from 'node:fs';
${file === undefined ? '' : `writeSync(1, readFileSync(${jsFile(file)}));\n`}process.kill(process.pid, 'SIGKILL');`,
});

/** Prints nothing and ends as if all were well. */
export const saysNothing: ScriptText = { sh: 'exit 0', mjs: '' };

/** Prints a file on standard error, and then a text on standard output. */
export const complains = (noise: string, text: string): ScriptText => ({
  sh: `${HERE}
cat ${shFile(noise)} >&2\n${plain.sh}\necho ${word(text)}`,
  mjs: `import { readFileSync, writeSync } from 'node:fs';
for (let bytes = readFileSync(${jsFile(noise)}); bytes.length > 0; ) bytes = bytes.subarray(writeSync(2, bytes));
${plain.mjs}
console.log(${js(text)});`,
});

/** Makes the file `canary`, and prints a text. */
export const leavesTrace = (canary: string, text: string): ScriptText => ({
  sh: `: > ${word(canary)}\n${plain.sh}\necho ${word(text)}`,
  mjs: `import { writeFileSync } from 'node:fs';
writeFileSync(${js(canary)}, '');
${plain.mjs}
console.log(${js(text)});`,
});
