#!/usr/bin/env bash
# Builds the libraries of the static binary from the sources that scripts/libraries/sources.txt names, the longest first.
# What is there already is not built again.
#
#   scripts/build-libraries.sh PREFIX
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: scripts/build-libraries.sh PREFIX" >&2; exit 2; }
prefix=$(realpath --canonicalize-missing "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/libraries"
./openssl.sh "$prefix"
./libpq.sh "$prefix"
./pg_query.sh "$prefix"
for library in fmt spdlog utf8proc; do
    ./cmake.sh "$prefix" "$library"
done
for library in cli11 nlohmann_json tomlplusplus; do
    ./headers.sh "$prefix" "$library"
done
