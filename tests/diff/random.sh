#!/usr/bin/env bash
# Schemas made at random: those of COUNT numbers from SEED on, unless the environment names others.
#
#   tests/diff/random.sh PROGRAM SEED COUNT
set -euo pipefail
export HEADSTART_DIFF_SEED=${HEADSTART_DIFF_SEED:-$2} HEADSTART_DIFF_COUNT=${HEADSTART_DIFF_COUNT:-$3}
exec "$1" "a schema that is made at random leads to a changed one and back"
