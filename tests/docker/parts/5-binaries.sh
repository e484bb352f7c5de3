# shellcheck shell=bash disable=SC2034,SC2154  # run.sh sets and uses these
# The binary as each suite of Debian builds it: the same promises, with another compiler and another glibc.

# $1: suite. Takes the binary out of its image.
take_binary() {
    local container
    container=$(docker create --label headstart-test "headstart-test/headstart-$1")
    docker cp "$container:/headstart" "$work/headstart-$1"
}

keeps_its_promises() {
    HEADSTART_BINARY=$work/headstart-$1 "$root/tests/run.sh" golden e2e binary
}

for suite in "${k_suites[@]}"; do
    take_binary "$suite"
    check "the binary that $suite builds keeps the promises of the entrypoint, TLS among them" keeps_its_promises "$suite"
done
