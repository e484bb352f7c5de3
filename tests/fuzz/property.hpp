#pragma once

#include "base/utf8.hpp"
#include "diag/diagnostic.hpp"
#include "diag/render.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

/// What the fuzz targets share. A target is one function, called with any bytes at all: by libFuzzer, which
/// makes them up (`make fuzz`), and by replay.cpp with those of the corpus.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace headstart::fuzz {

/// For inputs that say nothing: libFuzzer keeps them out of its corpus.
inline constexpr int k_rejected = -1;

/// What must hold for every input. Nobody catches it: it ends the process, as a bad access would.
inline void require(bool holds, const char* what) {
    if (!holds) {
        throw std::logic_error(what);
    }
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// The same as a migration file's text. Nothing for what scripts/folder.cpp refuses to read.
inline std::optional<std::string_view> migration_text_of(const std::uint8_t* data, std::size_t size) {
    const auto text = text_of(data, size);
    const bool is_read = !base::find_invalid_utf8(text) && text.find('\0') == std::string_view::npos;
    return is_read ? std::optional(text) : std::nullopt;
}

/// The first N - 1 lines, and what is behind them.
template<std::size_t N>
std::array<std::string_view, N> split_lines(std::string_view text) {
    std::array<std::string_view, N> lines;
    for (std::size_t i = 0; i + 1 < N; ++i) {
        const auto end = std::min(text.find('\n'), text.size());
        lines[i] = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    lines[N - 1] = text;
    return lines;
}

/// All that a user would be shown of an error, in either form.
inline std::string shown(const diag::Error& error) {
    std::string text;
    for (const auto& diagnostic : error.diagnostics()) {
        require(!diagnostic.message.empty() && !diagnostic.code.empty(), "an error says what and which");
        if (diagnostic.span) {
            const auto& span = *diagnostic.span;
            require(span.begin <= span.end && span.end <= span.source->text.size(), "a place is in its text");
        }
        text += diag::render_text(diagnostic) + diag::render_json(diagnostic) + "\n";
    }
    return text;
}

/// The refusal that a call ends with, if it does. Any other exception is a finding.
template<typename Call>
std::optional<diag::Error> refusal_of(Call&& call) {
    try {
        call();
    } catch (const diag::Error& error) {
        (void)shown(error);
        return error;
    }
    return std::nullopt;
}

} // namespace headstart::fuzz
