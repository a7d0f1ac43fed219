#!/usr/bin/env bash
# Gradescope runs this once, as root, when the image of the autograder is built, on one of its Ubuntu base images:
# https://gradescope-autograders.readthedocs.io/en/latest/specs/
set -euo pipefail

root=${AUTOGRADER_ROOT:-/autograder}
node=22.20.0

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends bubblewrap ca-certificates curl python3 xz-utils

case $(uname -m) in
  x86_64) machine=x64 ;;
  aarch64) machine=arm64 ;;
  *) echo "There is no Node for $(uname -m)." >&2; exit 1 ;;
esac
archive=node-v$node-linux-$machine.tar.xz
cd "$(mktemp -d)"
curl -fsSLO "https://nodejs.org/dist/v$node/$archive"
curl -fsSL "https://nodejs.org/dist/v$node/SHASUMS256.txt" | grep " $archive\$" | sha256sum -c -
tar -xJf "$archive" -C /usr/local --strip-components=1

cd "$root/source/course"
npm ci --no-audit --no-fund
# Compiles the course, so that no submission waits for it.
node commands/course.mjs grade --help >/dev/null
