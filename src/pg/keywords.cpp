#include "pg/keywords.hpp"

#include "base/text.hpp"
#include "pg/other_environment.hpp"

#include <libpq-fe.h>

#include <memory>

namespace headstart::pg {

namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

} // namespace

std::map<std::string, std::string, std::less<>> libpq_defaults(std::optional<std::string_view> service) {
    std::optional<OtherEnvironment> environment;
    if (service) {
        environment.emplace(std::vector{OtherEnvironment::Change{"PGSERVICE", std::string(*service)}});
    }
    const Options options(PQconndefaults());
    std::map<std::string, std::string, std::less<>> defaults;
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
        defaults.emplace(option->keyword, option->val != nullptr ? option->val : "");
    }
    return defaults;
}

std::optional<std::vector<Parameter>> parse_keywords(const std::string& text, std::string& bad_keyword) {
    char* error = nullptr;
    const Options options(PQconninfoParse(text.c_str(), &error));
    const std::unique_ptr<char, decltype(&PQfreemem)> message(error, &PQfreemem);
    if (!options) {
        constexpr std::string_view k_unknown = "invalid connection option \"";
        const std::string_view reason = message ? message.get() : "";
        if (reason.starts_with(k_unknown)) {
            bad_keyword = reason.substr(k_unknown.size());
            bad_keyword.resize(std::min(bad_keyword.find('"'), bad_keyword.size()));
        }
        return std::nullopt;
    }
    std::vector<Parameter> parameters;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr && *option->val != '\0') {
            parameters.push_back({option->keyword, option->val});
        }
    }
    return parameters;
}

std::optional<std::string> nearest_keyword(std::string_view word) {
    std::optional<std::string> best;
    // "pool" is two letters from "port", but nobody meant that.
    std::size_t best_distance = word.size() < 6 ? 2 : 3;
    const auto lower = base::to_lower(word);
    for (const auto& [keyword, value] : libpq_defaults()) {
        if (lower.size() > keyword.size() + best_distance) {
            continue; // a long word is no slip of a short one: no need to count
        }
        if (const auto distance = base::edit_distance(lower, keyword); distance < best_distance) {
            best_distance = distance;
            best = keyword;
        }
    }
    return best;
}

} // namespace headstart::pg
