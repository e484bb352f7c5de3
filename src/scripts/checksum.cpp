#include "scripts/checksum.hpp"

#include "base/digest.hpp"
#include "sql/scanner.hpp"

namespace headstart::scripts {

namespace {

/// A function's body or a string of several lines is the same one in a working copy with CRLF.
std::string with_unix_line_ends(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!text.substr(i).starts_with("\r\n")) {
            result += text[i];
        }
    }
    return result;
}

} // namespace

std::string checksum(const Section& section) {
    base::Sha256 digest;
    digest.add(section.transactional ? "" : "transaction:false");
    const auto text = section.text();
    const auto copy = sql::blank_copy_data(text);
    sql::Scanner scanner(copy.sql);
    while (const auto token = scanner.next()) {
        if (token->kind != sql::TokenKind::comment) {
            digest.add(with_unix_line_ends(text.substr(token->begin, token->end - token->begin)));
        }
    }
    for (const auto& block : copy.blocks) {
        digest.add(with_unix_line_ends(text.substr(block.begin, block.end - block.begin)));
    }
    return base::to_hex(digest.finish());
}

} // namespace headstart::scripts
