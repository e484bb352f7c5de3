#pragma once

#include <optional>
#include <string>
#include <tuple>

namespace headstart::schema {

/// A procedural language.
struct Language {
    bool is_trusted = false;
    std::string handler;
    std::optional<std::string> inline_handler;
    std::optional<std::string> validator;

    static constexpr auto fields() {
        return std::tuple(&Language::is_trusted, &Language::handler, &Language::inline_handler,
                          &Language::validator);
    }

    friend bool operator==(const Language&, const Language&) = default;
};

} // namespace headstart::schema
