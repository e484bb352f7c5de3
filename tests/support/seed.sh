# shellcheck shell=bash
# Sourced: one draw for all faults of a run, said before it begins. HEADSTART_FAULTS_SEED repeats an earlier one.
HEADSTART_FAULTS_SEED=${HEADSTART_FAULTS_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
export HEADSTART_FAULTS_SEED
echo "faults are drawn with HEADSTART_FAULTS_SEED=$HEADSTART_FAULTS_SEED"
