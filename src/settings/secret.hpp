#pragma once

#include <iosfwd>
#include <string>
#include <utility>

namespace headstart::settings {

/// A text that may hold a password. It has no way into a stream or a format string but by asking for it by
/// name, so that every place that could print one is found by looking for `reveal`.
class Secret {
public:
    Secret() = default;

    explicit Secret(std::string text)
        : m_text(std::move(text)) {}

    [[nodiscard]] const std::string& reveal() const { return m_text; }

    [[nodiscard]] bool empty() const { return m_text.empty(); }

private:
    std::string m_text;
};

std::ostream& operator<<(std::ostream&, const Secret&) = delete;

} // namespace headstart::settings
