#include "process/child.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace headstart;
using namespace std::chrono_literals;

namespace {

std::optional<std::string> read(const std::string& script, std::chrono::milliseconds patience = 30s) {
    return process::read_child({"sh", "-c", script}, "/tmp", process::ChildEnvironment::without({}),
                               {base::Deadline::after(patience), base::WaitContext::none()});
}

} // namespace

TEST_CASE("a child is read for what it writes, in the folder that was named") {
    CHECK(read("pwd; echo unseen >&2") == "/tmp\n");
    CHECK(read("cat") == "");
    CHECK(read("head -c 100000 /dev/zero | tr '\\0' x").value_or("").size() == 100000);
}

TEST_CASE("a child that fails or is not there gives nothing") {
    CHECK(read("echo half; exit 1") == std::nullopt);
    CHECK(process::read_child({"/nowhere/program"}, {}, process::ChildEnvironment::only({}), {}) ==
          std::nullopt);
}

TEST_CASE("a child that takes too long is killed, with what it started") {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(read("sleep 600; true", 50ms) == std::nullopt);
    CHECK(read("exec >&-; sleep 600", 50ms) == std::nullopt); // closes its output and goes on
    CHECK(std::chrono::steady_clock::now() - begin < 60s);
}
