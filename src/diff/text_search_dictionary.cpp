#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::diff {

namespace {

using schema::TextSearchDictionary;

std::string text_search_dictionary_designation(const Object& object) {
    return "TEXT SEARCH DICTIONARY " + object.name;
}

Statements create_text_search_dictionary(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& dictionary = object.as<TextSearchDictionary>();
    std::vector<std::string> options{"TEMPLATE = " + dictionary.search_template};
    options.insert(options.end(), dictionary.options.begin(), dictionary.options.end());
    return {{fmt::format("CREATE TEXT SEARCH DICTIONARY {} ({})", object.name, base::join(options, ", "))}};
}

Statements drop_text_search_dictionary(const Object& object) {
    return {{fmt::format("DROP TEXT SEARCH DICTIONARY {}", object.name)}};
}

std::string dictionary_option_name(const std::string& option) {
    return option.substr(0, option.find(" = "));
}

/// An option is set, or taken back by its name alone.
std::vector<Way> alter_text_search_dictionary(const Object& from, const Object& to,
                                              const Context& /*context*/) {
    const auto& before = from.as<TextSearchDictionary>();
    const auto& after = to.as<TextSearchDictionary>();
    if (before.search_template != after.search_template) {
        return {};
    }
    std::vector<std::string> changes;
    for (const auto& option : before.options) {
        if (std::none_of(after.options.begin(), after.options.end(), [&](const auto& other) {
                return dictionary_option_name(other) == dictionary_option_name(option);
            })) {
            changes.push_back(dictionary_option_name(option));
        }
    }
    for (const auto& option : after.options) {
        if (std::find(before.options.begin(), before.options.end(), option) == before.options.end()) {
            changes.push_back(option);
        }
    }
    if (changes.empty()) {
        return {}; // another order of them
    }
    return {{{fmt::format("ALTER TEXT SEARCH DICTIONARY {} ({})", to.name, base::join(changes, ", "))}}};
}

} // namespace

const Rules k_text_search_dictionary_rules{
    .kind = Kind::text_search_dictionary,
    .designation = text_search_dictionary_designation,
    .create = create_text_search_dictionary,
    .drop = drop_text_search_dictionary,
    .alter = alter_text_search_dictionary,
};

} // namespace headstart::diff
