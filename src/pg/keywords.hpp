#pragma once

#include "pg/conninfo.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

/// The keywords this libpq knows (a newer one knows more), each with the value it would use if none is given:
/// from the service file, a PG* variable, or compiled in. Empty: nothing. `service` takes the place of
/// PGSERVICE.
std::map<std::string, std::string, std::less<>> libpq_defaults(std::optional<std::string_view> service = {});

/// libpq's own reading of "host=db user=me". Nothing when it cannot be read; `bad_keyword` is then the word
/// it does not know, if that was the reason. libpq's message is kept back: it quotes the text.
std::optional<std::vector<Parameter>> parse_keywords(const std::string& text, std::string& bad_keyword);

/// The keyword that was probably meant: at most two letters away, one if the word is short.
std::optional<std::string> nearest_keyword(std::string_view word);

} // namespace headstart::pg
