#pragma once

#include "diag/diagnostic.hpp"
#include "diag/render.hpp"

#include <string>

namespace headstart::testing {

/// The exit code and the whole text of what `action` throws; "done" if it throws nothing.
template<typename Action>
std::string refusal(Action action) {
    try {
        action();
    } catch (const diag::Error& error) {
        auto text = "exit " + std::to_string(static_cast<int>(error.exit_code())) + "\n";
        for (const auto& diagnostic : error.diagnostics()) {
            text += diag::render_text(diagnostic);
        }
        return text;
    }
    return "done";
}

} // namespace headstart::testing
