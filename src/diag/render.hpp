#pragma once

#include "diag/diagnostic.hpp"
#include "diag/palette.hpp"

#include <string>

namespace headstart::diag {

/// As a compiler shows it, ending in a newline:
///
///     migrations/3f2a_add_email.sql:12:25: error[HS0401]: column "emial" does not exist
///        12 | ALTER TABLE users ADD CHECK (emial <> '');
///           |                              ^~~~~
///     detail: …
///     hint: …
///     while: applying revision 3f2a (up)
std::string render_text(const Diagnostic& diagnostic, const Palette& palette = {});

/// The same as one JSON object in one line, without a newline.
std::string render_json(const Diagnostic& diagnostic);

} // namespace headstart::diag
