#include "base/fd.hpp"
#include "pg/resolve.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <sys/eventfd.h>

using namespace headstart;
using namespace std::chrono_literals;
using Addresses = std::vector<std::string>;

namespace {

std::variant<Addresses, pg::ResolveFailure> resolve(const std::string& host) {
    return pg::resolve(host, {base::Deadline::after(30s)});
}

} // namespace

TEST_CASE("an address is its own, without a look-up") {
    CHECK(std::get<Addresses>(resolve("127.0.0.1")) == Addresses{"127.0.0.1"});
    CHECK(std::get<Addresses>(resolve("fe80::1")) == Addresses{"fe80::1"});
    const base::Fd stop{::eventfd(1, EFD_CLOEXEC)};
    CHECK(std::get<Addresses>(pg::resolve("::1", {base::Deadline::never(), base::WaitContext{stop.get()}})) ==
          Addresses{"::1"});
}

TEST_CASE("a name has its addresses, each once") {
    auto addresses = std::get<Addresses>(resolve("localhost"));
    REQUIRE_FALSE(addresses.empty());
    for (const auto& address : addresses) {
        CHECK((address.starts_with("127.") || address == "::1"));
    }
    std::sort(addresses.begin(), addresses.end());
    CHECK(std::adjacent_find(addresses.begin(), addresses.end()) == addresses.end());
}

TEST_CASE("a name that cannot be looked up has the resolver's reason") {
    // No dot-separated label may be longer than 63 letters: known without asking a name server.
    const auto outcome = resolve(std::string(64, 'a') + ".invalid");
    REQUIRE(std::holds_alternative<pg::ResolveFailure>(outcome));
    CHECK(std::get<pg::ResolveFailure>(outcome).reason == "Name or service not known");
}

TEST_CASE("a look-up gives way to a request to stop") {
    const base::Fd stop{::eventfd(1, EFD_CLOEXEC)};
    CHECK_THROWS_AS(pg::resolve("localhost", {base::Deadline::never(), base::WaitContext{stop.get()}}),
                    base::Stopped);
}
