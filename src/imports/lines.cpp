#include "imports/lines.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"

#include <algorithm>

namespace headstart::imports {

std::optional<Line> Lines::next() {
    if (m_at >= m_text.size()) {
        return std::nullopt;
    }
    const auto end = std::min(m_text.find('\n', m_at), m_text.size());
    auto text = m_text.substr(m_at, end - m_at);
    if (text.ends_with('\r')) {
        text.remove_suffix(1);
    }
    const Line line{m_at, m_at + text.size(), std::min(end + 1, m_text.size()), text};
    m_at = line.next;
    return line;
}

std::optional<std::string_view> comment_on(std::string_view line) {
    line = base::trim(line);
    return line.starts_with("--") ? std::optional(base::trim(line.substr(2))) : std::nullopt;
}

std::optional<std::string_view> behind(std::string_view text, std::string_view beginning) {
    if (!base::equals_ignoring_case(text.substr(0, beginning.size()), beginning)) {
        return std::nullopt;
    }
    return base::trim(text.substr(beginning.size()));
}

diag::Error refusal_of_line(const Source& source, const Line& line, std::string message, std::string hint) {
    return diag::refusal_at({source, line.begin, line.end}, diag::code::not_imported, std::move(message),
                            std::move(hint) + "; nothing was written");
}

} // namespace headstart::imports
