#include "scripts/file_template.hpp"

#include "diag/codes.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>
#include <fmt/printf.h>

#include <algorithm>

namespace headstart::scripts {

namespace {

diag::Error bad_template(std::string message) {
    return diag::refusal(diag::code::bad_setting, std::move(message),
                         "the tokens are rev, slug, epoch, year, month, day, hour, minute, second, written "
                         "%(rev)s or %(month).2d; a percent sign is %%");
}

/// The part of a token behind its name: flags, width and precision as printf has them too.
constexpr std::string_view k_flags_and_digits = "#0- +.123456789";
constexpr std::size_t k_longest_format = 8; ///< "0100.100": no file name is longer

std::string expand_token(const TemplateToken& token, std::string_view format, char conversion) {
    if (conversion == 's') {
        const auto* number = std::get_if<long>(&token.value);
        const auto text = number != nullptr ? std::to_string(*number) : std::get<std::string>(token.value);
        return fmt::sprintf(fmt::format("%{}s", format), text);
    }
    const auto* number = std::get_if<long>(&token.value);
    if (number == nullptr) {
        throw bad_template(fmt::format("%({}){}{} in file_template: the value is no number", token.name,
                                       format, conversion));
    }
    return fmt::sprintf(fmt::format("%{}ld", format), *number);
}

} // namespace

std::string expand_file_template(std::string_view rest, const TemplateTokens& tokens) {
    std::string text;
    while (!rest.empty()) {
        const auto percent = std::min(rest.find('%'), rest.size());
        text += rest.substr(0, percent);
        rest.remove_prefix(percent);
        if (rest.starts_with("%%(")) {
            rest.remove_prefix(1); // as alembic.ini has to write it; no file's name wants a "%("
        } else if (rest.starts_with("%%")) {
            text += '%';
            rest.remove_prefix(2);
            continue;
        }
        if (rest.empty()) {
            break;
        }
        const auto close = rest.find(')');
        if (!rest.starts_with("%(") || close == std::string_view::npos) {
            throw bad_template(fmt::format("file_template has a stray %: {}", rest));
        }
        const auto name = rest.substr(2, close - 2);
        const auto end = rest.find_first_not_of(k_flags_and_digits, close + 1);
        const auto* const token = std::find_if(tokens.begin(), tokens.end(),
                                               [&](const auto& candidate) { return candidate.name == name; });
        if (token == tokens.end()) {
            throw bad_template(fmt::format("file_template has no token %({})s", name));
        }
        const auto format = rest.substr(close + 1, end == std::string_view::npos ? end : end - close - 1);
        if (end == std::string_view::npos || format.size() > k_longest_format ||
            std::count(format.begin(), format.end(), '.') > 1 ||
            std::string_view("sdiu").find(rest[end]) == std::string_view::npos) {
            throw bad_template(fmt::format("file_template cannot write %({}) in that form", name));
        }
        try {
            text += expand_token(*token, format, rest[end]);
        } catch (const fmt::format_error&) { // "1-", ".-3": the right letters in no order
            throw bad_template(fmt::format("file_template cannot write %({}) in that form", name));
        }
        rest.remove_prefix(end + 1);
    }
    return text;
}

} // namespace headstart::scripts
