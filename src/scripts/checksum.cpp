#include "scripts/checksum.hpp"

#include "base/digest.hpp"

#include <algorithm>

namespace headstart::scripts {

namespace {

void add_data_lines(base::Sha256& digest, std::string_view data) {
    while (!data.empty()) {
        const auto end = std::min(data.find('\n'), data.size());
        auto line = data.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        digest.add(line);
        data.remove_prefix(std::min(end + 1, data.size()));
    }
}

} // namespace

std::string checksum(const Section& section) {
    base::Sha256 digest;
    digest.add(section.transactional ? "" : "transaction:false");
    const auto text = section.text();
    const auto copy = sql::blank_copy_data(text);
    const auto scanned = sql::scan(copy.sql);
    if (scanned.error) {
        // Not SQL to our scanner; a newer server may know better. Every byte counts then.
        digest.add(text);
    }
    for (const auto& token : scanned.tokens) {
        if (token.kind != sql::TokenKind::comment) {
            digest.add(text.substr(token.begin, token.end - token.begin));
        }
    }
    for (const auto& block : copy.blocks) {
        add_data_lines(digest, text.substr(block.begin, block.end - block.begin));
    }
    return base::to_hex(digest.finish());
}

} // namespace headstart::scripts
