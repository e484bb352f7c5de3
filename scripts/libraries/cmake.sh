#!/usr/bin/env bash
# Builds a library that brings a CMake project: fmt, spdlog, utf8proc.
#
#   scripts/libraries/cmake.sh PREFIX LIBRARY
# shellcheck source=scripts/libraries/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

needed=()
case "${2:-}" in
fmt) options=(-DFMT_TEST=OFF -DFMT_DOC=OFF) ;;
spdlog) options=(-DSPDLOG_FMT_EXTERNAL=ON -DSPDLOG_BUILD_EXAMPLE=OFF) needed=(fmt) ;;
utf8proc) options=() ;;
*) fail "usage: $0 PREFIX fmt|spdlog|utf8proc" ;;
esac

begin "$2" "$1" "${needed[@]}"
unset CC AR RANLIB # CMake has variables of its own, and finds what goes with the compiler
flags=$(compiler_flags)
quietly cmake -S source -B build -G Ninja -DCMAKE_BUILD_TYPE=None -DBUILD_SHARED_LIBS=OFF -DCMAKE_CXX_STANDARD=20 \
    -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib \
    "${target_cmake[@]}" "${options[@]}"
quietly cmake --build build
quietly cmake --install build
finish
