#!/bin/sh
# A CGI script can be written in any language that prints. This one is for the shell.
echo "Content-Type: text/plain; charset=utf-8"
echo ""
echo "Hello from the shell."
