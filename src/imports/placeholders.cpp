#include "imports/placeholders.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "imports/lines.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::imports {

namespace {

std::string_view without_quotes(std::string_view value) {
    const bool is_quoted =
        value.size() > 1 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
    return is_quoted ? value.substr(1, value.size() - 2) : value;
}

} // namespace

void UnknownPlaceholders::add(std::size_t begin, std::size_t end, std::string_view name) {
    if (!m_names.emplace(name).second) {
        return;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::not_imported;
    problem.message =
        fmt::format("nobody says what {} stands for", m_source->text.view().substr(begin, end - begin));
    problem.span = {m_source, begin, end};
    problem.hint = fmt::format("say it: --placeholder {}=VALUE; nothing was written", name);
    m_problems.push_back(std::move(problem));
}

void UnknownPlaceholders::check() const {
    if (!m_problems.empty()) {
        throw diag::Error(diag::ExitCode::usage, m_problems);
    }
}

std::string fill_placeholders(const Source& source, std::size_t begin, std::size_t end,
                              const PlaceholderStyle& style, const PlaceholderValue& value) {
    const auto text = source->text.view().substr(0, end);
    std::string filled;
    UnknownPlaceholders unknown(source);
    auto at = begin;
    for (auto open = text.find(style.opening, at); open != std::string_view::npos;
         open = text.find(style.opening, at)) {
        const auto close = text.find(style.closing, open);
        if (close == std::string_view::npos) {
            break;
        }
        const auto from = open + style.opening.size();
        const auto name = base::trim(text.substr(from, close - from));
        const auto behind_it = close + style.closing.size();
        const auto found = value(name);
        if (!found) {
            unknown.add(open, behind_it, name.substr(name.starts_with('.') ? 1 : 0));
        }
        filled += text.substr(at, open - at);
        filled += found.value_or("");
        at = behind_it;
    }
    unknown.check();
    return filled.append(text.substr(at));
}

std::map<std::string, std::string, std::less<>> read_properties(std::string_view text) {
    std::map<std::string, std::string, std::less<>> properties;
    std::string section;
    Lines lines(text);
    while (const auto line = lines.next()) {
        const auto content = base::trim(line->text);
        if (content.starts_with('[') && content.ends_with(']')) {
            section = std::string(base::trim(content.substr(1, content.size() - 2))) + ".";
            continue;
        }
        const auto equals = content.find_first_of("=:");
        if (content.starts_with('#') || content.starts_with(';') || equals == std::string_view::npos) {
            continue;
        }
        properties[section + std::string(base::trim(content.substr(0, equals)))] =
            without_quotes(base::trim(content.substr(equals + 1)));
    }
    return properties;
}

} // namespace headstart::imports
