import { type Peer, peer } from './peer.ts';

const THREADED_ECHO = `import socketserver, sys

class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            data = self.request.recv(65536)
            if not data:
                return
            self.request.sendall(data)

class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

Server(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
`;

const ONE_RECV = `import socket, sys

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
while True:
    client, address = server.accept()
    client.sendall(client.recv(1024))
    client.close()
`;

const DAYTIME = `import datetime, socketserver, sys

class Daytime(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(datetime.datetime.now(datetime.timezone.utc).isoformat().encode() + b"\\r\\n")

class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True

Server(("127.0.0.1", int(sys.argv[1])), Daytime).serve_forever()
`;

const URLLIB = `import sys, urllib.error, urllib.request

try:
    with urllib.request.urlopen(sys.argv[1]) as reply:
        print(reply.status, reply.headers, file=sys.stderr)
        sys.stdout.buffer.write(reply.read())
except urllib.error.HTTPError as error:
    sys.stdout.buffer.write(error.read())
    sys.exit(1)
except Exception as error:
    sys.exit(f"urllib: {error}")
`;

const XINETD = (service: string) => `defaults
{
  instances = 200
  cps = 1000 1
}
service ${service}
{
  type = INTERNAL UNLISTED
  id = ${service}-stream
  socket_type = stream
  protocol = tcp
  wait = no
  user = root
  bind = 127.0.0.1
  port = @PORT@
  disable = no
}
`;

/** xinetd takes the port from its configuration, so a shell writes that first. */
const xinetd = (service: string): Partial<Peer> => ({
  needs: 'xinetd',
  version: 'xinetd -version',
  words: [
    'sh',
    '-c',
    `sed s/@PORT@/$1/ '{folder}/${service}.conf' > '{folder}/run.conf' && exec xinetd -dontfork -f '{folder}/run.conf' -pidfile '{folder}/pid' -filelog '{folder}/log'`,
    'sh',
    '{port}',
  ],
  files: { [`${service}.conf`]: XINETD(service) },
});

/** The programs that `npm run peers` tries. */
export const PEERS: readonly Peer[] = [
  peer('lab01', 'socat', 'socat TCP-LISTEN:{port},fork,reuseaddr EXEC:cat', { version: 'socat -V' }),
  peer('lab01', 'ncat', 'ncat -lk -e /bin/cat 127.0.0.1 {port}', {
    expected: ['ends', 'clean-stop', 'slow-reader'],
    why: 'With `-e`, ncat throws away what cat still has to say when the client ends its side, or does not read for a while; and the child of a client that reset goes on holding the port.',
  }),
  peer('lab01', 'Python, socketserver with threads', 'python3 threaded_echo.py {port}', {
    words: ['python3', '{folder}/threaded_echo.py', '{port}'],
    files: { 'threaded_echo.py': THREADED_ECHO },
  }),
  peer('lab01', 'Python, one recv of 1024 bytes', 'python3 one_recv.py {port}', {
    words: ['python3', '{folder}/one_recv.py', '{port}'],
    files: { 'one_recv.py': ONE_RECV },
    expected: [
      'bytes',
      'two-messages',
      'large',
      'pieces',
      'ends',
      'silent-neighbour',
      'survives-reset',
      'slow-reader',
    ],
    why: 'The classic first attempt: one recv, one send, one client at a time; and a reset that meets it in recv or send is an exception that nobody catches.',
  }),
  peer('lab01', 'xinetd, echo', 'xinetd -dontfork -f echo.conf', {
    ...xinetd('echo'),
    expected: ['clean-stop'],
    why: 'xinetd takes no notice of SIGINT; it is a service and stops on SIGTERM.',
  }),
  peer('lab03', 'xinetd, daytime', 'xinetd -dontfork -f daytime.conf', {
    ...xinetd('daytime'),
    expected: ['clean-stop', 'reads-what-comes'],
    why: 'xinetd takes no notice of SIGINT; and it does not read what a client of daytime sends.',
  }),
  peer('lab03', 'Python, daytime in UTC', 'python3 daytime.py {port}', {
    words: ['python3', '{folder}/daytime.py', '{port}'],
    files: { 'daytime.py': DAYTIME },
    expected: ['reads-what-comes'],
    why: 'socketserver closes the socket with whatever the client has sent still unread in it.',
  }),
  peer('lab04', 'curl', 'curl -sS {url}', {
    expected: ['head', 'status-error', 'redirects'],
    why: 'Without -v, -f and -L, curl shows no headers, exits with 0 for a 404 and follows nothing.',
  }),
  peer('lab04', 'wget', 'wget -qO- {url}', {
    expected: [
      'head',
      'status-error',
      'cut-short',
      'no-answer',
      'not-http',
      'refused',
      'unknown-host',
      'bad-url',
      'usage',
      'redirect-loop',
      'chunked',
      'no-content',
    ],
    why: 'With -q, wget says nothing about what goes wrong. It drops error pages, takes a line that is not HTTP for HTTP/0.9 and a chunk that is cut short for the whole, and waits for the content of a 304.',
  }),
  peer('lab04', 'Python, urllib', 'python3 get.py {url}', {
    words: ['python3', '{folder}/get.py', '{url}'],
    files: { 'get.py': URLLIB },
    expected: ['usage', 'redirect-loop', 'no-content'],
    why: 'urllib raises the same exception for a 404, a 304 and a loop; the script then prints the page and nothing else.',
  }),
];
