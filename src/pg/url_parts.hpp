#pragma once

#include "pg/conninfo.hpp"

#include <string_view>
#include <vector>

namespace headstart::pg {

/// A database URL taken apart, escapes decoded. Pure text: whether a query parameter is one of libpq's is not
/// decided here.
struct UrlParts {
    std::vector<Parameter>
        parameters;               ///< user, password, host, port, dbname, as far as given; lists by comma
    std::vector<Parameter> query; ///< in order, as written
};

/// True for "word://…" and "word+driver://…": a URL rather than libpq's `key=value` words.
bool looks_like_url(std::string_view text);

/// postgres://, postgresql:// and SQLAlchemy's postgresql+driver://. Throws diag::Error (usage, bad_url) that
/// names the likely cause and shows nothing of the user, the password or what may belong to them.
UrlParts parse_url(std::string_view text);

} // namespace headstart::pg
