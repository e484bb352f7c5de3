#include "settings/masking.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "settings/table.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace headstart::settings {

namespace {

/// Keys of [[post_write_hooks]] that hold no secret; `options` may.
constexpr std::array<std::string_view, 5> k_plain_hook_keys{"name", "type", "executable", "cwd",
                                                            "pass_environment"};

/// From here on a misspelt key is told from one that only happens to look like ours.
constexpr std::size_t k_telling_length = 8;

/// The keys whose values may be shown: those of settings that are no secret. Anything else may be one.
const std::vector<std::string>& plain_keys() {
    static const auto keys = [] {
        std::vector<std::string> plain(k_plain_hook_keys.begin(), k_plain_hook_keys.end());
        for (const auto& row : rows()) {
            if (!std::holds_alternative<Setting<Secret> Settings::*>(row.member)) {
                plain.emplace_back(row.name);
                plain.emplace_back(row.alias.empty() ? row.name : row.alias);
            }
        }
        return plain;
    }();
    return keys;
}

bool is_plain(std::string_view key) {
    const auto& plain = plain_keys();
    return std::find(plain.begin(), plain.end(), key) != plain.end() ||
           (key.size() >= k_telling_length && base::nearest(key, plain));
}

/// `[table]` and `[[tables]]`, which name and hold no value.
bool is_table_header(std::string_view line) {
    const auto text = base::trim(line);
    return text.starts_with('[') && text.ends_with(']') &&
           text.find_first_of("\"'=,") == std::string_view::npos;
}

/// Words behind which a secret stands, whatever the key of the line is called.
constexpr std::array<std::string_view, 9> k_secret_words{"url", "passw", "secret", "token",     "passphrase",
                                                         "pwd", "dsn",   "://",    "credential"};

/// Where the secret part of a line begins; npos if it has none. Too much is masked rather than too little.
std::size_t secret_begin(std::string_view line) {
    if (base::trim(line).empty() || is_table_header(line)) {
        return std::string_view::npos;
    }
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) {
        return 0; // the rest of a value that began above, or nobody knows what
    }
    const auto lower = base::to_lower(line);
    const bool is_secret =
        std::any_of(k_secret_words.begin(), k_secret_words.end(),
                    [&](std::string_view word) { return lower.find(word) != std::string::npos; });
    return !is_secret && is_plain(base::trim(line.substr(0, equals))) ? std::string_view::npos : equals + 1;
}

} // namespace

std::string mask_secrets(std::string_view text) {
    std::string masked;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        const auto begin = std::min(secret_begin(line), line.size());
        masked += line.substr(0, begin);
        masked += std::string(base::count_characters(line.substr(begin)), '*');
        if (end < text.size()) {
            masked += '\n';
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return masked;
}

bool is_database_url(std::string_view text) {
    return text.find("://") != std::string_view::npos ||
           base::to_lower(text).find("password") != std::string::npos;
}

bool looks_like_secret(std::string_view text) {
    return is_database_url(text) || text.find('@') != std::string_view::npos ||
           text.find('=') != std::string_view::npos;
}

} // namespace headstart::settings
