// nginx with listings: `node nginx.mjs PORT ROOT`. It runs no CGI scripts.
import { CONTENT_TYPES, UNKNOWN } from './content_types.mjs';
import { IS_ROOT, portAndRoot, program, quoted, run } from './launcher.mjs';

const { port, root } = portAndRoot();
const types = Object.entries(CONTENT_TYPES).map(([extension, type]) => `    ${type} ${extension};`);
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
  (name) => `  ${name}_temp_path ${name};`,
);

run((folder) => ({
  files: {
    // Started by root, the workers would otherwise be `nobody`, who cannot read our files.
    'nginx.conf': `${IS_ROOT ? 'user root root;\n' : ''}daemon off;
pid nginx.pid;
worker_processes 1;
error_log error.log;
events {}
http {
${temporary.join('\n')}
  access_log off;
  types {
${types.join('\n')}
  }
  default_type ${UNKNOWN};
  charset utf-8;
  charset_types text/plain text/css text/csv text/markdown text/javascript;
  server {
    listen 127.0.0.1:${port};
    server_name 127.0.0.1;
    root ${quoted(root)};
    index index.html;
    autoindex on;
    disable_symlinks on from=$document_root;
  }
}
`,
  },
  words: [program('nginx'), '-p', `${folder}/`, '-c', 'nginx.conf', '-e', 'error.log'],
}));
