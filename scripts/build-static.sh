#!/usr/bin/env bash
# Builds the binary we ship, dist/headstart: stripped, fully static, under 10 MB.
#
#   scripts/build-static.sh [COMMIT]      COMMIT is shown by --version; asked of git when not given
#
# For another processor than this machine's, HEADSTART_ARCH=arm64 makes dist/headstart-arm64 (scripts/target.sh).
set -euo pipefail

readonly k_max_bytes=$((10 * 1000 * 1000))
readonly k_max_relocations=$((2 * 1000 * 1000)) # where the linker does not pack them (cmake/Hardening.cmake)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/target.sh
. "$root/scripts/target.sh"
build=$root/build-static
binary=$root/dist/headstart
if $target_is_foreign; then
    build+=-$target_arch
    binary+=-$target_arch
fi
libraries=$build/libraries

fail() {
    echo "build-static: $*" >&2
    exit 1
}

# The linker warns that name look-ups of a static glibc may load shared libraries: src/static/names.cpp keeps them
# from doing so. These three are known; any other warning is shown.
without_known_warnings() {
    awk '/not take linker garbage collection into account/ { next }
         /: in function `/ { held = held $0 "\n"; next }
         /Using .(getaddrinfo|gethostbyname|getpwuid_r). in statically linked applications/ { held = ""; next }
         { printf "%s", held; held = ""; print; fflush() }
         END { printf "%s", held }'
}

"$root/scripts/build-libraries.sh" "$libraries"
# -Os: it waits for the network and the server, and -O2 is 0.8 MB more. The binary does not say where it was built.
cmake -S "$root" -B "$build/cmake" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE="-Os -DNDEBUG" \
    -DCMAKE_CXX_FLAGS="-ffile-prefix-map=$root=." -DHEADSTART_STATIC=ON -DHEADSTART_LIBRARIES="$libraries" \
    -DHEADSTART_TESTS=OFF -DCMAKE_UNITY_BUILD=ON -DHEADSTART_COMMIT="${1:-}" "${target_cmake[@]}" >&2
cmake --build "$build/cmake" --target headstart 2>&1 | without_known_warnings >&2
"$root/scripts/check-obstacles.sh" "$libraries"

mkdir -p "$root/dist"
"${target_tools}strip" --strip-all -o "$binary.new" "$build/cmake/headstart"

# What it is matters, not that the link succeeded: a binary with an interpreter cannot start in an empty image.
case "$(file --brief "$binary.new")" in
*"statically linked"* | *"static-pie linked"*) ;;
*) fail "not static: $(file --brief "$binary.new")" ;;
esac
if "${target_tools}readelf" --dynamic "$binary.new" | grep -q NEEDED; then
    fail "it asks for shared libraries: $("${target_tools}readelf" --dynamic "$binary.new")"
fi
size=$(stat --format=%s "$binary.new")
most=$k_max_bytes
if ! "${target_tools}readelf" --dynamic "$binary.new" | grep -q RELR; then
    most=$((most + k_max_relocations))
fi
if [ "$size" -gt "$most" ]; then
    fail "$size bytes are more than the $most we promise"
fi
mv "$binary.new" "$binary"
echo "build-static: $binary, $size bytes" >&2
