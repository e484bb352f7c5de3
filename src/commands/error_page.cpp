#include "commands/error_page.hpp"

#include "base/text.hpp"
#include "commands/help.hpp"
#include "commands/manual_pages.hpp"

#include <fmt/format.h>

namespace headstart::commands {

namespace {

constexpr std::string_view k_section = "### ";

/// The lines between the heading of a code and the next heading.
std::vector<std::string_view> lines_about(std::string_view code) {
    std::vector<std::string_view> found;
    bool is_inside = false;
    std::string_view rest = manual_pages::errors;
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (line.starts_with("## ") || line.starts_with(k_section)) {
            is_inside = line.starts_with(k_section) && line.substr(k_section.size()) == code;
        } else if (is_inside) {
            found.push_back(line);
        }
    }
    return found;
}

/// "[text](where)" as "text": the page is not here.
std::string without_links(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const auto open = text.find('[');
        const auto middle = open == std::string_view::npos ? open : text.find("](", open);
        const auto close = middle == std::string_view::npos ? middle : text.find(')', middle);
        if (close == std::string_view::npos ||
            text.substr(open + 1, middle - open - 1).find('[') != text.npos) {
            const auto end = std::min(open, text.size() - 1) + 1;
            plain += text.substr(0, end);
            text.remove_prefix(end);
            continue;
        }
        plain += text.substr(0, open);
        plain += text.substr(open + 1, middle - open - 1);
        text.remove_prefix(close + 1);
    }
    return plain;
}

/// Markdown as far as that page uses it.
class PageWriter {
public:
    explicit PageWriter(const HelpStyle& style)
        : m_style(style) {}

    void add(std::string_view line) {
        if (line.starts_with("```")) {
            end_paragraph();
            m_is_code = !m_is_code;
        } else if (m_is_code || line.starts_with('|')) {
            end_paragraph();
            m_text += fmt::format("    {}\n", line);
        } else if (base::trim(line).empty()) {
            end_paragraph();
            m_text += m_text.ends_with("\n\n") || m_text.empty() ? "" : "\n";
        } else {
            if (line.starts_with("- ")) {
                end_paragraph();
            }
            m_paragraph += std::string(line) + "\n";
        }
    }

    std::string take() {
        end_paragraph();
        while (m_text.ends_with("\n\n")) {
            m_text.pop_back();
        }
        return std::move(m_text);
    }

private:
    void end_paragraph() {
        const bool is_item = m_paragraph.starts_with("- ");
        const auto lines = wrapped(without_links(m_paragraph), m_style.width - 4);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            m_text += fmt::format("  {}{}\n", is_item && i > 0 ? "  " : "", lines[i]);
        }
        m_paragraph.clear();
    }

    const HelpStyle& m_style;
    std::string m_text;
    std::string m_paragraph;
    bool m_is_code = false;
};

} // namespace

std::optional<std::string> error_page(std::string_view code, const HelpStyle& style) {
    const auto name = in_capitals(code);
    const auto lines = lines_about(name);
    if (lines.empty()) {
        return std::nullopt;
    }
    PageWriter page(style);
    for (const auto line : lines) {
        page.add(line);
    }
    return fmt::format("{}\n\n{}\n  (in brackets: the exit code)\n",
                       style.palette(diag::Paint::heading, name), page.take());
}

std::vector<std::string> error_page_codes() {
    std::vector<std::string> codes;
    for (const auto line : base::split_list(manual_pages::errors, "\n")) {
        if (line.starts_with(k_section)) {
            codes.emplace_back(line.substr(k_section.size()));
        }
    }
    return codes;
}

bool looks_like_error_code(std::string_view word) {
    const auto digits = base::to_lower(word.substr(0, 2)) == "hs" ? word.substr(2) : std::string_view();
    return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace headstart::commands
