#pragma once

#include "diag/diagnostic.hpp"
#include "diag/render.hpp"

#include <string>

namespace headstart::test {

/// All that a user would read when `call` fails, or "no error".
template<typename Call>
std::string error_text(Call&& call) {
    try {
        call();
    } catch (const diag::Error& error) {
        std::string text;
        for (const auto& diagnostic : error.diagnostics()) {
            text += diag::render_text(diagnostic);
        }
        return text;
    }
    return "no error";
}

/// The same with a test's own folder taken out of the paths.
inline std::string without(std::string text, const std::string& folder) {
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
        text.erase(at, folder.size());
    }
    return text;
}

} // namespace headstart::test
