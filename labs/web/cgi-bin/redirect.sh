#!/bin/sh
# A Location that is a path: a local redirect (RFC 3875, section 6.2.2). The server answers as if the
# client had asked for that path. Header lines may end with CR LF, as here, or with LF alone.
printf 'Location: /tiny_html.html\r\n'
printf '\r\n'
