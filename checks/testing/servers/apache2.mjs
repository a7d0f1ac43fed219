// Apache with listings and CGI: `node apache2.mjs PORT ROOT`. It starts a script as a program: scripts
// need `#!` and the x-bit.
import { existsSync } from 'node:fs';
import { CONTENT_TYPES, UNKNOWN } from './content_types.mjs';
import { IS_ROOT, openTo, portAndRoot, program, quoted, run } from './launcher.mjs';

const { port, root } = portAndRoot();
const modules = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules', '/usr/libexec/apache2'].find(
  (path) => existsSync(path),
);
const wanted = ['mpm_event', 'authz_core', 'mime', 'dir', 'autoindex', 'cgid'];
const types = Object.entries(CONTENT_TYPES).map(([extension, type]) => `AddType ${type} .${extension}`);
const text = Object.entries(CONTENT_TYPES).flatMap(([extension, type]) =>
  type.startsWith('text/') ? [`.${extension}`] : [],
);

// Apache refuses to serve as root, and nobody else can read root's files. So when we are root it runs as
// `nobody` with one of root's rights kept: to read and write whatever it is asked to.
const asNobody = [
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
];

run((folder) => {
  if (IS_ROOT) openTo(folder);
  return {
    files: {
      'httpd.conf': `ServerRoot ${quoted(folder)}
DefaultRuntimeDir ${quoted(folder)}
PidFile httpd.pid
ErrorLog error.log
${wanted.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
Listen 127.0.0.1:${port}
ServerName 127.0.0.1:${port}
StartServers 1
KeepAliveTimeout 5
DocumentRoot ${quoted(root)}
DirectoryIndex index.html
IndexOptions FancyIndexing HTMLTable NameWidth=* Charset=UTF-8 FoldersFirst
TypesConfig /dev/null
${types.join('\n')}
AddCharset utf-8 ${text.join(' ')}
ScriptSock cgid.sock
CGIDScriptTimeout 5s
<Directory />
  AllowOverride None
  Options FollowSymLinks
</Directory>
<Directory ${quoted(root)}>
  Options Indexes
  Require all granted
  <FilesMatch "^[^.]+$">
    ForceType ${UNKNOWN}
  </FilesMatch>
</Directory>
<Directory ${quoted(`${root}/cgi-bin`)}>
  Options ExecCGI
  SetHandler cgi-script
</Directory>
`,
    },
    words: [
      ...(IS_ROOT ? [program('setpriv'), ...asNobody, '--'] : []),
      program('apache2'),
      ...['-d', folder, '-f', `${folder}/httpd.conf`, '-D', 'FOREGROUND'],
    ],
  };
});
