# shellcheck shell=bash
# An application, as far as headstart can tell, and a database that somebody else has filled.
printf '#!/bin/sh\necho "uvicorn $*"\n' >../bin/uvicorn
chmod +x ../bin/uvicorn
headstart database create --url "${DATABASE_URL%app}legacy" &&
    psql -Xq "${DATABASE_URL%app}legacy" -c 'CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL)'
