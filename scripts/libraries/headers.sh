#!/usr/bin/env bash
# Lays out a library that is headers only, as Debian's package of it has them: CLI11, nlohmann-json, toml++.
#
#   scripts/libraries/headers.sh PREFIX cli11|nlohmann_json|tomlplusplus
# shellcheck source=scripts/libraries/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

begin "${2:-}" "$1"
# What tells CMake about a library may stand in a folder of the processor that the package was made for; headers are the
# same for all.
processor=$target_triplet
if [ -d source/usr/lib ] && ! [ -d "source/usr/lib/$processor" ]; then
    mv source/usr/lib/* "source/usr/lib/$processor"
fi
rm -rf source/usr/share/doc
cp -r source/usr/. "$prefix/"
finish
