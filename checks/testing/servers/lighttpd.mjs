// lighttpd with listings and CGI: `node lighttpd.mjs PORT ROOT`. It chooses a script's interpreter by the
// extension; scripts need neither `#!` nor the x-bit.
import { CONTENT_TYPES, UNKNOWN, withCharset } from './content_types.mjs';
import { portAndRoot, program, quoted, run } from './launcher.mjs';

const { port, root } = portAndRoot();
const types = Object.entries(CONTENT_TYPES).map(
  ([extension, type]) => `  ".${extension}" => "${withCharset(type)}",`,
);
const interpreters = {
  '.mjs': process.execPath,
  '.js': process.execPath,
  '.ts': program('tsx'),
  '.py': program('python3'),
  '.sh': program('sh'),
};
const assigned = Object.entries(interpreters).map(
  ([extension, path]) => `    "${extension}" => ${quoted(path)},`,
);

run((folder) => ({
  files: {
    'lighttpd.conf': `server.modules = ("mod_dirlisting", "mod_cgi")
server.document-root = ${quoted(root)}
server.bind = "127.0.0.1"
server.port = ${port}
server.errorlog = ${quoted(`${folder}/error.log`)}
server.upload-dirs = (${quoted(folder)})
server.follow-symlink = "disable"
index-file.names = ("index.html")
dir-listing.activate = "enable"
dir-listing.encoding = "utf-8"
mimetype.assign = (
${types.join('\n')}
  "" => "${UNKNOWN}"
)
$HTTP["url"] =~ "^/cgi-bin/" {
  dir-listing.activate = "disable"
  cgi.assign = (
${assigned.join('\n')}
  )
}
`,
  },
  words: [program('lighttpd'), '-D', '-f', `${folder}/lighttpd.conf`],
}));
