# shellcheck shell=bash disable=SC2034  # whoever sources it uses these
# Sourced by what builds the static binary: the processor that it is built for, and the compiler and tools for that.
#
#   HEADSTART_ARCH      Debian's name of it: amd64, arm64; this machine's own if not set. Another one needs Debian's cross
#                       compilers: scripts/install-deps.sh release

target_own=$(dpkg --print-architecture)
target_arch=${HEADSTART_ARCH:-$target_own}
target_triplet=$(dpkg-architecture -q DEB_HOST_GNU_TYPE -a"$target_arch" 2>/dev/null)
target_processor=$(dpkg-architecture -q DEB_HOST_GNU_CPU -a"$target_arch" 2>/dev/null)
target_is_foreign=false
target_tools=""
target_cc=cc
target_cmake=() # what CMake is told
if [ "$target_arch" != "$target_own" ]; then
    target_is_foreign=true
    target_tools=$target_triplet-
    target_cc=${target_tools}gcc
    target_cmake=(-DCMAKE_SYSTEM_NAME=Linux "-DCMAKE_SYSTEM_PROCESSOR=$target_processor"
        "-DCMAKE_C_COMPILER=$target_cc" "-DCMAKE_CXX_COMPILER=${target_tools}g++"
        # Where the packages of headers have what tells CMake about them.
        "-DCMAKE_LIBRARY_ARCHITECTURE=$target_triplet")
fi
if ! command -v "$target_cc" >/dev/null; then
    echo "no compiler for $target_arch: $target_cc (scripts/install-deps.sh release installs it)" >&2
    exit 1
fi
