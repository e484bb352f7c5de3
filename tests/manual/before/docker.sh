# shellcheck shell=bash
# An image's working folder, with an application.
printf '#!/bin/sh\necho "python $*"\n' >../bin/python
chmod +x ../bin/python
mkdir app && cd app && headstart init && headstart revision "Create users" &&
    echo 'CREATE TABLE users (id integer);' >>migrations/*_create_users.sql
