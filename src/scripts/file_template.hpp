#pragma once

#include <array>
#include <string>
#include <string_view>
#include <variant>

namespace headstart::scripts {

/// A token of `file_template` and its value: %-formatting tells numbers from text.
struct TemplateToken {
    std::string_view name;
    std::variant<long, std::string> value;
};

/// rev, slug, epoch, year, month, day, hour, minute, second.
using TemplateTokens = std::array<TemplateToken, 9>;

/// Python's %-formatting with names, as far as a file's name can use it: `%(slug)s`, `%(month).2d`,
/// `%(day)02d`, `%%` (Python, "printf-style String Formatting"). Throws diag::Error (usage, bad_setting).
std::string expand_file_template(std::string_view file_template, const TemplateTokens& tokens);

} // namespace headstart::scripts
