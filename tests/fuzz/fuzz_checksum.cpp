#include "fuzz/property.hpp"
#include "scripts/checksum_v1.hpp"

#include <string>

/// The frozen checksum: what may change in a text without changing it, said without any scanner of ours.
namespace headstart::fuzz {

namespace {

std::string with_windows_line_ends(std::string_view text) {
    std::string result;
    for (const char c : text) {
        result += c == '\n' ? "\r\n" : std::string(1, c);
    }
    return result;
}

void check(std::string_view text, bool transactional) {
    const auto checksum = scripts::checksum_v1(text, transactional);
    const std::string sql(text);
    require(checksum.size() == 64 && checksum == scripts::checksum_v1(sql, transactional),
            "a checksum is of the text alone");
    require(checksum != scripts::checksum_v1(sql, !transactional), "transaction:false counts");
    if (!sql.starts_with(base::k_utf8_bom)) {
        require(checksum == scripts::checksum_v1(" \n/* why */\t-- because\n" + sql, transactional),
                "what stands before the first token does not count");
        require(checksum != scripts::checksum_v1("x " + sql, transactional), "a token counts");
        require(checksum != scripts::checksum_v1("x;" + sql, transactional), "tokens count");
    }
    if (sql.find('\r') == std::string::npos) {
        require(checksum == scripts::checksum_v1(with_windows_line_ends(sql), transactional),
                "how lines end does not count");
    }
}

} // namespace

} // namespace headstart::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace headstart::fuzz;
    const auto text = migration_text_of(data, size);
    if (!text) {
        return k_rejected;
    }
    check(*text, true);
    check(*text, false);
    return 0;
}
