#pragma once

#include "pg/conninfo.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

/// The keywords this libpq knows (a newer one knows more), each with the value it would use if none is given:
/// from the service file, a PG* variable, or compiled in. Empty: nothing. `service` takes the place of
/// PGSERVICE.
std::map<std::string, std::string, std::less<>> libpq_defaults(std::optional<std::string_view> service = {});

/// The variable of the environment that stands for a keyword; empty if there is none.
std::string variable_of(std::string_view keyword);

/// Every variable that libpq reads: those of its keywords, and those it has no keyword for (manual, "libpq:
/// Environment Variables").
std::vector<std::string> libpq_variables();

/// Of these, those that say where the database is, and as whom: PGHOST first.
std::vector<std::string> location_variables();

/// What libpq puts into a start-up packet by itself, whatever it is given: a variable, and the server's
/// setting.
struct SentVariable {
    const char* variable;
    std::string_view setting;
};

std::span<const SentVariable> sent_variables();

/// libpq's own reading of "host=db user=me". Nothing when it cannot be read; `bad_keyword` is then the word
/// it does not know, if that was the reason. libpq's message is kept back: it quotes the text.
std::optional<std::vector<Parameter>> parse_keywords(const std::string& text, std::string& bad_keyword);

/// The keyword that was probably meant: at most two letters away, one if the word is short.
std::optional<std::string> nearest_keyword(std::string_view word);

} // namespace headstart::pg
