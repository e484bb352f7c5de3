#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace headstart::diff {

namespace {

using schema::TextSearchConfiguration;

using Mappings = std::vector<std::string>;

/// "asciiword" and "WITH english_stem, simple".
std::pair<std::string, std::string> token_and_dictionaries(const std::string& mapping) {
    const auto at = mapping.find(" WITH ");
    return {mapping.substr(0, at), mapping.substr(at + 1)};
}

/// Token types with the same dictionaries in one statement.
void add_mappings(Statements& statements, const Object& object, std::string_view verb,
                  const Mappings& mappings) {
    std::vector<std::string> order;
    std::map<std::string, std::vector<std::string>> tokens;
    for (const auto& mapping : mappings) {
        const auto [token, dictionaries] = token_and_dictionaries(mapping);
        if (tokens[dictionaries].empty()) {
            order.push_back(dictionaries);
        }
        tokens[dictionaries].push_back(token);
    }
    for (const auto& dictionaries : order) {
        statements.push_back(
            {fmt::format("ALTER TEXT SEARCH CONFIGURATION {} {} MAPPING FOR {} {}", object.name, verb,
                         base::join(tokens[dictionaries], ", "), dictionaries)});
    }
}

std::string text_search_configuration_designation(const Object& object) {
    return "TEXT SEARCH CONFIGURATION " + object.name;
}

Statements create_text_search_configuration(const Object& object, const Parts& /*parts*/,
                                            unsigned /*level*/) {
    const auto& configuration = object.as<TextSearchConfiguration>();
    Statements statements{{fmt::format("CREATE TEXT SEARCH CONFIGURATION {} (PARSER = {})", object.name,
                                       configuration.parser)}};
    add_mappings(statements, object, "ADD", configuration.mappings);
    return statements;
}

Statements drop_text_search_configuration(const Object& object) {
    return {{fmt::format("DROP TEXT SEARCH CONFIGURATION {}", object.name)}};
}

std::vector<Way> alter_text_search_configuration(const Object& from, const Object& to,
                                                 const Context& /*context*/) {
    const auto& before = from.as<TextSearchConfiguration>();
    const auto& after = to.as<TextSearchConfiguration>();
    if (before.parser != after.parser) {
        return {};
    }
    std::map<std::string, std::string> known;
    for (const auto& mapping : before.mappings) {
        known.insert(token_and_dictionaries(mapping));
    }
    Mappings added;
    Mappings altered;
    for (const auto& mapping : after.mappings) {
        const auto [token, dictionaries] = token_and_dictionaries(mapping);
        const auto found = known.find(token);
        if (found == known.end()) {
            added.push_back(mapping);
        } else {
            if (found->second != dictionaries) {
                altered.push_back(mapping);
            }
            known.erase(found);
        }
    }
    Way way;
    if (!known.empty()) {
        std::vector<std::string> gone;
        for (const auto& [token, dictionaries] : known) {
            gone.push_back(token);
        }
        way.push_back({fmt::format("ALTER TEXT SEARCH CONFIGURATION {} DROP MAPPING FOR {}", to.name,
                                   base::join(gone, ", "))});
    }
    add_mappings(way, to, "ALTER", altered);
    add_mappings(way, to, "ADD", added);
    return {way};
}

} // namespace

const Rules k_text_search_configuration_rules{
    .kind = Kind::text_search_configuration,
    .designation = text_search_configuration_designation,
    .create = create_text_search_configuration,
    .drop = drop_text_search_configuration,
    .alter = alter_text_search_configuration,
};

} // namespace headstart::diff
