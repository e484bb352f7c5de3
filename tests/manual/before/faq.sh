# shellcheck shell=bash
# What the questions take for granted: a database that nobody has managed, a project with two tables, an application.
printf '#!/bin/sh\necho "uvicorn $*"\n' >../bin/uvicorn
chmod +x ../bin/uvicorn
headstart database create --url "${DATABASE_URL%app}legacy" &&
    psql -Xq "${DATABASE_URL%app}legacy" -c 'CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL)' &&
    mkdir shop legacy && cd shop && headstart init && git init -q && git add -A && git commit -qm begin
