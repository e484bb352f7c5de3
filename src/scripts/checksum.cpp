#include "scripts/checksum.hpp"

#include "scripts/checksum_v1.hpp"

namespace headstart::scripts {

namespace {

constexpr std::string_view k_version_1 = "1:";

} // namespace

std::string checksum(const Section& section) {
    return std::string(k_version_1) + checksum_v1(section.text(), section.transactional);
}

std::string statement_checksum(std::string_view statement, std::string_view data) {
    constexpr std::size_t k_digits = 16;
    auto text = std::string(statement);
    if (!data.empty()) { // as it stands in a file
        text.append(";\n").append(data).append("\\.\n");
    }
    return checksum_v1(text, true).substr(0, k_digits);
}

std::string with_version(std::string_view recorded) {
    const bool has_one = recorded.find(':') != std::string_view::npos;
    return (has_one ? "" : std::string(k_version_1)) + std::string(recorded);
}

ChecksumMatch match_checksum(std::string_view recorded, std::string_view current) {
    const auto versioned = with_version(recorded);
    if (!versioned.starts_with(k_version_1)) {
        return ChecksumMatch::unknown_version;
    }
    return versioned == current ? ChecksumMatch::same : ChecksumMatch::edited;
}

} // namespace headstart::scripts
