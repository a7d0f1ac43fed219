import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ARCHIVE_LIMITS, Budget, LIMITS } from './budget.ts';
import type { Refused } from './refused.ts';
import { newFolder, python } from './testing/class_folder.ts';
import type { Tree } from './tree.ts';
import { unpack } from './unpack.ts';

interface Outcome {
  tree?: Tree;
  refused?: string;
  /** Bytes that were written. */
  written: number;
}

/** Makes an archive with Python and unpacks it. */
async function unpacked(archive: string, lines: string): Promise<Outcome & { folder: string }> {
  const folder = newFolder();
  python(folder, lines);
  const into = join(folder, 'into', 'deep');
  mkdirSync(into, { recursive: true });
  const outcome: Outcome = await unpack(join(folder, archive), into, new Budget()).then(
    (tree) => ({ tree, written: 0 }),
    ({ kind, message }: Refused) => ({ refused: `${kind}: ${message}`, written: 0 }),
  );
  outcome.written = readdirSync(into, { recursive: true, encoding: 'utf8' })
    .map((name) => lstatSync(join(into, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
  expect(readdirSync(join(folder, 'into'))).toEqual(['deep']); // nothing beside it
  return { ...outcome, folder: into };
}

const paths = (tree: Tree | undefined) => tree?.files.map(({ path }) => path);

// One entry of each kind, as a line of Python that adds `name` with `content`.
const ZIP = 'z = zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED)\nadd = z.writestr\n';
const TAR = `
t = tarfile.open("a.tar.gz", "w:gz")
def add(name, content, **more):
    i = tarfile.TarInfo(name); i.size = len(content)
    for k, v in more.items(): setattr(i, k, v)
    t.addfile(i, io.BytesIO(content if isinstance(content, bytes) else content.encode()))
`;

describe.for([
  ['a.zip', ZIP, 'z.close()'],
  ['a.tar.gz', TAR, 't.close()'],
] as const)('%s', ([archive, begin, end]) => {
  const make = (lines: string) => unpacked(archive, `${begin}${lines}\n${end}`);

  test("files are unpacked byte for byte, what is nobody's work is left out", async () => {
    const { tree, folder } = await make(`
add("labs/lab01/echo_server.ts", "\\ufeffa\\r\\nb".encode())
add("grüße 日本/ü.ts", "x")
add("./empty.txt", "")
for name in ["__MACOSX/._a.ts", ".git/config", "node_modules/x/y.js", "a.ts.bak", ".DS_Store", "a/.hidden/b.ts"]: add(name, "no")`);
    expect(paths(tree)).toEqual(['empty.txt', 'grüße 日本/ü.ts', 'labs/lab01/echo_server.ts']);
    expect(readFileSync(join(folder, 'labs/lab01/echo_server.ts'))).toEqual(Buffer.from('\ufeffa\r\nb'));
  });

  test.for([
    '../x.ts',
    'a/../../x.ts',
    'a/..',
    '/etc/x.ts',
    'C:/x.ts',
    'c:x.ts',
    '..\\x.ts',
    '\\x.ts',
    '\\\\server\\share\\x.ts',
  ])('%s is refused by name', async (name) => {
    const { refused, tree } = await make(`add("ok.ts", "x")\nadd(${JSON.stringify(name)}, "x")`);
    expect(tree).toBeUndefined();
    expect(refused).toMatch(/^hostile-archive: Its entry "/);
    expect(refused).toContain(name);
  });

  test(`more than ${LIMITS.files} files are too many`, async () => {
    const { refused } = await make('for i in range(5_100): add(f"d{i % 100}/{i}.ts", "x")');
    expect(refused).toMatchInlineSnapshot(
      `"hostile-archive: It holds more than 5,000 files, and no lab needs that much. It was not graded; ask for the programs alone."`,
    );
  });

  test('what is left out is not counted: packages are many files', async () => {
    const { tree } = await make('for i in range(5_100): add(f"node_modules/{i}.js", "x")\nadd("a.ts", "x")');
    expect(paths(tree)).toEqual(['a.ts']);
  });

  test('many small files are as much as a large one', async () => {
    const { refused, written } = await make('for i in range(60): add(f"{i}.txt", bytes(1_000_000))');
    expect(refused).toMatch('hostile-archive: It holds more than 50 MB');
    expect(written).toBeLessThanOrEqual(LIMITS.bytes);
  });

  test('an empty archive is empty', async () => {
    expect(paths((await make('pass')).tree)).toEqual([]);
  });

  test('one that ends too early is broken', async () => {
    const folder = newFolder();
    python(folder, `import os\n${begin}add("a.ts", os.urandom(50_000))\n${end}`);
    const whole = readFileSync(join(folder, archive));
    const into = join(folder, 'into');
    for (const part of [0, 1, 100, 20_000, whole.length - 10]) {
      writeFileSync(join(folder, archive), whole.subarray(0, part));
      mkdirSync(into, { recursive: true });
      await expect(unpack(join(folder, archive), into, new Budget())).rejects.toMatchObject({
        kind: 'unreadable',
        message: expect.stringContaining(`The archive ${archive} is `),
      });
    }
  });

  test('one with a wrong bit is broken, and nothing crashes whichever it is', async () => {
    const folder = newFolder();
    python(folder, `${begin}add("a.ts", "hello, hello, hello")\nadd("b/c.ts", "world")\n${end}`);
    const whole = readFileSync(join(folder, archive));
    for (let at = 0; at < whole.length; at += 3) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 0x41;
      writeFileSync(join(folder, archive), bytes);
      const into = join(folder, 'into', String(at));
      mkdirSync(into, { recursive: true });
      const kind = await unpack(join(folder, archive), into, new Budget()).then(
        () => 'unpacked',
        (refused: Refused) => refused.kind,
      );
      expect(['unpacked', 'unreadable', 'hostile-archive']).toContain(kind);
    }
    expect(readdirSync(folder).sort()).toEqual([archive, 'into']);
  });
});

describe('bombs are stopped on the way', () => {
  test.for([
    [
      'zeros and zeros in a zip',
      'a.zip',
      `z = zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED)
with z.open("echo_server.ts", "w", force_zip64=True) as f:
    for i in range(120): f.write(bytes(1_000_000))
z.close()`,
    ],
    [
      'a zip that lies about their size',
      'a.zip',
      `z = zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED)
z.writestr("echo_server.ts", bytes(120_000_000))
z.close()
b = bytearray(open("a.zip", "rb").read())
i = b.index(b"PK\\x01\\x02"); b[i + 24:i + 28] = (100).to_bytes(4, "little")
open("a.zip", "wb").write(b)`,
    ],
    [
      'zeros and zeros in a tar.gz',
      'a.tgz',
      `class Zeros:
    def read(self, n): return bytes(n)
t = tarfile.open("a.tgz", "w:gz", compresslevel=1)
i = tarfile.TarInfo("echo_server.ts"); i.size = 120_000_000
t.addfile(i, Zeros())
t.close()`,
    ],
    [
      'a tar.gz of packages without end',
      'a.tgz',
      `class Zeros:
    def read(self, n): return bytes(n)
t = tarfile.open("a.tgz", "w:gz", compresslevel=1)
i = tarfile.TarInfo("node_modules/x"); i.size = 130_000_000
t.addfile(i, Zeros())
t.close()`,
    ],
  ] as const)('%s', async ([, archive, lines]) => {
    const { bytes } = ARCHIVE_LIMITS;
    ARCHIVE_LIMITS.bytes = 100_000_000; // Python takes its time for a gigabyte
    onTestFinished(() => {
      ARCHIVE_LIMITS.bytes = bytes;
    });
    const before = process.memoryUsage().rss;
    const { refused, written } = await unpacked(archive, lines);
    expect(refused).toMatch(/^(hostile-archive: It holds more than|unreadable: .* too many bytes)/);
    expect(written).toBeLessThanOrEqual(LIMITS.bytes);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test('a gzip bomb that is no tar at all', async () => {
    const { refused } = await unpacked(
      'a.tar.gz',
      'import gzip\ngzip.open("a.tar.gz", "wb").write(bytes(200_000_000))',
    );
    expect(refused).toMatch(/^unreadable|^hostile-archive/);
  });

  test('an archive in the compressed archive is not unpacked behind our back', async () => {
    const { refused } = await unpacked(
      'a.tar.gz',
      `${TAR}add("a.ts", "x")\nt.close()\nimport gzip\nb = open("a.tar.gz", "rb").read()\ngzip.open("a.tar.gz", "wb").write(b)`,
    );
    expect(refused).toMatchInlineSnapshot(
      `"unreadable: It is compressed twice, or in a way that is not known here."`,
    );
  });
});

describe('links and devices', () => {
  const zipLink = (name: string, to: string) =>
    `i = zipfile.ZipInfo(${JSON.stringify(name)}); i.create_system = 3; i.external_attr = 0o120777 << 16\nadd(i, ${JSON.stringify(to)})\n`;
  const tarLink = (name: string, to: string, type = 'SYMTYPE') =>
    `add(${JSON.stringify(name)}, b"", type=tarfile.${type}, linkname=${JSON.stringify(to)})\n`;

  test.for([
    ['a.zip', zipLink, '/etc/passwd'],
    ['a.zip', zipLink, '../../x'],
    ['a.tar.gz', tarLink, '/etc/passwd'],
    ['a.tar.gz', tarLink, '../../x'],
    ['a.tar.gz', (name: string, to: string) => tarLink(name, to, 'LNKTYPE'), '../x'],
    ['a.tar.gz', (name: string, to: string) => tarLink(name, to, 'LNKTYPE'), '/etc/passwd'],
  ] as const)('%s: a link that leads out is refused (%#)', async ([archive, link, to]) => {
    const [begin, end] = archive === 'a.zip' ? [ZIP, 'z.close()'] : [TAR, 't.close()'];
    const { refused, written } = await unpacked(archive, `${begin}${link('lab01/echo_server.ts', to)}${end}`);
    expect(refused).toBe(
      `hostile-archive: Its entry "lab01/echo_server.ts" is a link that leads out of the archive, to "${to}". Nothing of the archive was unpacked or graded; ask the student about it.`,
    );
    expect(written).toBe(0);
  });

  test.for([
    ['a.zip', `${ZIP}${zipLink('lab01/x.ts', '../y.ts')}add("y.ts", "y")\nz.close()`],
    ['a.tar.gz', `${TAR}${tarLink('lab01/x.ts', '../y.ts')}add("y.ts", "y")\nt.close()`],
  ] as const)('%s: a link that stays inside is noted, not made', async ([archive, lines]) => {
    const { tree, folder } = await unpacked(archive, lines);
    expect(paths(tree)).toEqual(['y.ts']);
    expect(tree?.links).toEqual(['lab01/x.ts']);
    expect(existsSync(join(folder, 'lab01'))).toBe(false);
  });

  test('a file is never written through a link that came before it', async () => {
    const { tree, folder } = await unpacked(
      'a.tar.gz',
      `${TAR}${tarLink('d', 'e')}add("d/x.ts", "x")\nadd("e/y.ts", "y")\nt.close()`,
    );
    expect(paths(tree)).toEqual(['d/x.ts', 'e/y.ts']);
    expect(lstatSync(join(folder, 'd')).isDirectory()).toBe(true);
  });

  test('devices and FIFOs are left out', async () => {
    const { tree } = await unpacked(
      'a.tar.gz',
      `${TAR}add("p", b"", type=tarfile.FIFOTYPE)\nadd("c", b"", type=tarfile.CHRTYPE)\nadd("b", b"", type=tarfile.BLKTYPE)\nadd("a.ts", "x")\nt.close()`,
    );
    expect(paths(tree)).toEqual(['a.ts']);
    const zip = await unpacked(
      'a.zip',
      `${ZIP}i = zipfile.ZipInfo("p"); i.create_system = 3; i.external_attr = 0o010644 << 16\nadd(i, "")\nadd("a.ts", "x")\nz.close()`,
    );
    expect(paths(zip.tree)).toEqual(['a.ts']);
  });
});

describe('oddities', () => {
  test('long names, as GNU and as PAX write them', async () => {
    const name = `${'langer name/'.repeat(15)}echo_server.ts`;
    for (const format of ['GNU_FORMAT', 'PAX_FORMAT']) {
      const { tree } = await unpacked(
        'a.tar',
        `t = tarfile.open("a.tar", "w", format=tarfile.${format})\ni = tarfile.TarInfo(${JSON.stringify(name)}); i.size = 1\nt.addfile(i, io.BytesIO(b"x"))\nt.close()`,
      );
      expect(paths(tree)).toEqual([name]);
    }
  });

  test('a NUL in a name', async () => {
    const { refused } = await unpacked(
      'a.zip',
      `${ZIP}add("aXb.ts", "x")\nz.close()\nb = open("a.zip", "rb").read().replace(b"aXb.ts", b"a\\0b.ts")\nopen("a.zip", "wb").write(b)`,
    );
    expect(refused).toMatchInlineSnapshot(
      `"hostile-archive: Its entry "a\\u0000b.ts" has a NUL byte in its name. Nothing of the archive was unpacked or graded; ask the student about it."`,
    );
  });

  test('names with backslashes are folders', async () => {
    const { tree } = await unpacked('a.zip', `${ZIP}add("lab01\\\\echo_server.ts", "x")\nz.close()`);
    expect(paths(tree)).toEqual(['lab01/echo_server.ts']);
  });

  test('names that say no character set are UTF-8, or what DOS had', async () => {
    const { tree } = await unpacked(
      'a.zip',
      `${ZIP}add("aXXb.ts", "x")\nadd("cYd.ts", "x")\nz.close()\nb = open("a.zip", "rb").read().replace(b"aXXb", "aüb".encode()).replace(b"cYd", b"c\\x81d")\nopen("a.zip", "wb").write(b)`,
    );
    expect(paths(tree)).toEqual(['aüb.ts', 'cüd.ts']);
  });

  test('a file where another entry needs a folder', async () => {
    const { refused } = await unpacked('a.zip', `${ZIP}add("a", "x")\nadd("a/b.ts", "x")\nz.close()`);
    expect(refused).toMatch(/^unreadable: /);
  });

  test('a name that no file system takes', async () => {
    const { refused } = await unpacked('a.zip', `${ZIP}add("a" * 300 + ".ts", "x")\nz.close()`);
    expect(refused).toMatch(/^unreadable: /);
  });

  test.for([
    [
      'encrypted',
      'a.zip',
      `${ZIP}add("a.ts", "x")\nz.close()\nb = bytearray(open("a.zip", "rb").read())\nb[6] |= 1\nb[b.index(b"PK\\x01\\x02") + 8] |= 1\nopen("a.zip", "wb").write(b)`,
    ],
    [
      'a checksum that is wrong',
      'a.zip',
      'z = zipfile.ZipFile("a.zip", "w")\nz.writestr("a.ts", "hello")\nz.close()\nb = open("a.zip", "rb").read().replace(b"hello", b"jello")\nopen("a.zip", "wb").write(b)',
    ],
    [
      'a way of compressing that is not known',
      'a.zip',
      'z = zipfile.ZipFile("a.zip", "w", zipfile.ZIP_LZMA)\nz.writestr("a.ts", "hello")\nz.close()',
    ],
    ['no archive', 'a.zip', 'open("a.zip", "w").write("hello")'],
    ['no tar', 'a.tar', 'open("a.tar", "w").write("hello" * 1000)'],
    ['no tar in it', 'a.tgz', 'import gzip\ngzip.open("a.tgz", "wb").write(b"hello" * 1000)'],
    ['an empty file', 'a.zip', 'open("a.zip", "w")'],
    ['another kind', 'a.7z', 'open("a.7z", "wb").write(b"7z\\xbc\\xaf\\x27\\x1c")'],
    [
      'a huge name',
      'a.tar',
      't = tarfile.open("a.tar", "w")\ni = tarfile.TarInfo("a" * 100_000)\nt.addfile(i)\nt.close()',
    ],
  ] as const)('%s', async ([name, archive, lines]) => {
    const { refused } = await unpacked(archive, lines);
    await expect(`${refused}\n`).toMatchFileSnapshot(`golden/archive ${name}.txt`);
  });

  test('what it is shows the content, not the name', async () => {
    const { tree } = await unpacked(
      'a.zip',
      `${TAR.replace('a.tar.gz', 'a.zip')}add("a.ts", "x")\nt.close()`,
    );
    expect(paths(tree)).toEqual(['a.ts']);
  });
});
