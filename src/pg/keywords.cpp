#include "pg/keywords.hpp"

#include "base/text.hpp"
#include "pg/named_files.hpp"
#include "pg/newer_libpq.hpp"
#include "pg/other_environment.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unistd.h>
#include <utility>

namespace headstart::pg {

namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

/// What of the environment libpq looks at, but for the system's own files.
std::vector<std::string> variables_of_libpq() {
    std::vector<std::string> found;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view variable = *entry;
        if (variable.starts_with("PG") || variable.starts_with("HOME=")) {
            found.emplace_back(variable);
        }
    }
    return found;
}

/// What libpq takes where nothing is given. It reads the service file for that, and the list of the system's
/// users: so it is asked once, and again when its variables are others. Several of our files ask.
const PQconninfoOption* ask_defaults() {
    refuse_variables_of_no_file();
    static std::vector<std::string> variables_then;
    static Options options;
    auto variables = variables_of_libpq();
    if (!options || variables != variables_then) {
        options.reset(PQconndefaults());
        variables_then = std::move(variables);
    }
    return options.get();
}

constexpr std::array k_sent_variables{SentVariable{"PGDATESTYLE", "datestyle"},
                                      SentVariable{"PGTZ", "timezone"}, SentVariable{"PGGEQO", "geqo"}};

/// Where it looks for its files, and an older word for PGSSLMODE.
constexpr std::array k_other_variables{"PGSERVICEFILE", "PGSYSCONFDIR", "PGREQUIRESSL"};

} // namespace

std::map<std::string, std::string, std::less<>> libpq_defaults(std::optional<std::string_view> service) {
    std::optional<OtherEnvironment> environment;
    if (service) {
        environment.emplace(
            std::vector{OtherEnvironment::Change{variable_of("service"), std::string(*service)}});
    }
    std::map<std::string, std::string, std::less<>> defaults;
    for (const auto* option = ask_defaults(); option != nullptr && option->keyword != nullptr; ++option) {
        defaults.emplace(option->keyword, option->val != nullptr ? option->val : "");
    }
    return defaults;
}

std::string variable_of(std::string_view keyword) {
    for (const auto* option = ask_defaults(); option != nullptr && option->keyword != nullptr; ++option) {
        if (option->keyword == keyword && option->envvar != nullptr) {
            return option->envvar;
        }
    }
    return {};
}

std::vector<std::string> libpq_variables() {
    std::vector<std::string> variables(k_other_variables.begin(), k_other_variables.end());
    for (const auto* option = ask_defaults(); option != nullptr && option->keyword != nullptr; ++option) {
        if (option->envvar != nullptr) {
            variables.emplace_back(option->envvar);
        }
    }
    for (const auto& sent : k_sent_variables) {
        variables.emplace_back(sent.variable);
    }
    for (const auto* variable : newer_variables()) {
        variables.emplace_back(variable);
    }
    std::sort(variables.begin(), variables.end());
    variables.erase(std::unique(variables.begin(), variables.end()), variables.end());
    return variables;
}

std::vector<std::string> location_variables() {
    std::vector<std::string> variables;
    for (const auto* keyword : {"host", "hostaddr", "service", "dbname", "user", "port"}) {
        variables.push_back(variable_of(keyword));
    }
    return variables;
}

std::span<const SentVariable> sent_variables() {
    return k_sent_variables;
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
