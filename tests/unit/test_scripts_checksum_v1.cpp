#include "base/file.hpp"
#include "scripts/checksum_v1.hpp"
#include "support/catch.hpp"
#include "support/source_folder.hpp"

#include <algorithm>
#include <string>
#include <string_view>

using namespace headstart;

// The digests of checksum_v1.golden are what headstart 0.1.0 made of the texts: journals hold them. A text
// begins behind a line `==== IN_TRANSACTION OUTSIDE_OF_ONE` and ends before the line end in front of the next
// such line. Nothing in that file is ever written anew; what a text shows that is wrong stays so in this
// version.
TEST_CASE("version 1 of a checksum is what headstart 0.1.0 made") {
    constexpr std::string_view k_mark = "==== ";
    constexpr std::size_t k_digits = 64;
    const auto golden = base::read_file(test::source_folder() + "/tests/unit/checksum_v1.golden");
    std::string_view left = golden;
    std::size_t count = 0;
    for (; !left.empty(); ++count) {
        REQUIRE(left.starts_with(k_mark));
        const auto in_transaction = left.substr(k_mark.size(), k_digits);
        const auto outside = left.substr(k_mark.size() + k_digits + 1, k_digits);
        left.remove_prefix(k_mark.size() + 2 * k_digits + 2);
        const auto end = std::min(left.find("\n" + std::string(k_mark)), left.size() - 1);
        const auto text = left.substr(0, end);
        left.remove_prefix(end + 1);
        INFO(text);
        CHECK(scripts::checksum_v1(text, true) == in_transaction);
        CHECK(scripts::checksum_v1(text, false) == outside);
    }
    CHECK(count == 206);
}
