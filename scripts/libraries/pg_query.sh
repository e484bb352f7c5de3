#!/usr/bin/env bash
# Builds libpg_query.a, with the protobuf-c and xxhash that it carries.
#
#   scripts/libraries/pg_query.sh PREFIX
# shellcheck source=scripts/libraries/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

begin pg_query "${1:-}"
cd source
# Without tables for unwinding: it jumps out of errors by itself, and calls nobody who throws.
quietly make -s -j"$(nproc)" build CC="${CC:-cc}" CFLAGS="$(compiler_flags)" CFLAGS_OPT_LEVEL="-O2 -g0 -fno-asynchronous-unwind-tables"
mkdir -p "$prefix/lib" "$prefix/include/pg_query" "$prefix/include/protobuf-c"
cp libpg_query.a "$prefix/lib/"
cp pg_query.h "$prefix/include/"
cp protobuf/pg_query.pb-c.h "$prefix/include/pg_query/"
cp vendor/protobuf-c/protobuf-c.h "$prefix/include/protobuf-c/"
finish
