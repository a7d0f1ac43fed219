#!/usr/bin/env python3
# A CGI script can be written in any language that prints. This one is in Python.
print("Content-Type: text/plain; charset=utf-8")
print("")
print("Hello from Python.")
