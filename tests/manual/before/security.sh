# shellcheck shell=bash
# A new project, and a server where roles may be made.
. "$ROOT/tests/manual/own-server.sh"
own_server && mkdir api && cd api && headstart init && headstart revision "Rights of the application"
