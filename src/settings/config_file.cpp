#include "settings/config_file.hpp"

#include "base/dirt.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "settings/config_limits.hpp"
#include "settings/masking.hpp"
#include "settings/table.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <memory>
#include <system_error>

namespace headstart::settings {

namespace {

struct HookKey {
    std::string_view name;
    std::string PostWriteHook::* text = nullptr;
    std::vector<std::string> PostWriteHook::* list = nullptr;
};

constexpr std::array k_hook_keys{HookKey{"name", &PostWriteHook::name, nullptr},
                                 HookKey{"type", &PostWriteHook::type, nullptr},
                                 HookKey{"executable", &PostWriteHook::executable, nullptr},
                                 HookKey{"options", &PostWriteHook::options, nullptr},
                                 HookKey{"cwd", &PostWriteHook::cwd, nullptr},
                                 HookKey{"pass_environment", nullptr, &PostWriteHook::pass_environment}};

const Row* find_row(std::string_view key) {
    for (const auto& row : rows()) {
        if (row.in_toml && (row.name == key || (!row.alias.empty() && row.alias == key))) {
            return &row;
        }
    }
    return nullptr;
}

std::vector<std::string> known_keys() {
    std::vector<std::string> keys;
    for (const auto& row : rows()) {
        if (row.in_toml) {
            keys.emplace_back(row.name);
            if (!row.alias.empty()) {
                keys.emplace_back(row.alias);
            }
        }
    }
    return keys;
}

std::vector<std::string> hook_keys() {
    std::vector<std::string> keys(k_hook_keys.size());
    std::transform(k_hook_keys.begin(), k_hook_keys.end(), keys.begin(),
                   [](const HookKey& key) { return key.name; });
    return keys;
}

class ConfigReader {
public:
    ConfigReader(const std::string& path, std::string text)
        : m_text(std::move(text))
        , m_source(std::make_shared<diag::SourceText>(diag::SourceText{path, mask_secrets(m_text)})) {}

    ConfigValues read() {
        ConfigValues values;
        const auto table = parse();
        for (const auto& [key, node] : table) {
            if (const auto* row = find_row(key.str()); row == nullptr) {
                report_unknown(key, known_keys());
            } else if (!values.emplace(row->name, read_value(key, node)).second) {
                report(span_of(key.source()),
                       fmt::format("\"{}\" and \"{}\" are the same setting", row->name, row->alias),
                       "keep one of them");
            }
        }
        if (!m_problems.empty()) {
            throw diag::Error(diag::ExitCode::usage, std::move(m_problems));
        }
        return values;
    }

private:
    toml::table parse() {
        if (const auto bad = base::find_invalid_utf8(m_text)) {
            report({m_source, *bad, *bad + 1}, "this is not UTF-8", "save the file as UTF-8");
            throw diag::Error(diag::ExitCode::usage, std::move(m_problems));
        }
        if (const auto dot = find_excessive_dot(m_text)) {
            report({m_source, *dot, *dot + 1},
                   fmt::format("there are more than {} dots in the keys of this file", k_most_dots),
                   "no setting has a dot in its name: name one a line");
            throw diag::Error(diag::ExitCode::usage, std::move(m_problems));
        }
        try {
            return toml::parse(std::string_view(m_text), m_source->path);
        } catch (const toml::parse_error& error) {
            const auto span = span_of(error.source());
            // toml++ quotes what it stumbled over; in a line that is masked that may be a password.
            const bool secret = diag::line_around(m_source->text, span.begin).find('*') != std::string::npos;
            report(span,
                   secret ? "this is not TOML" : fmt::format("this is not TOML: {}", error.description()),
                   "strings stand in quotes: key = \"value\"");
            throw diag::Error(diag::ExitCode::usage, std::move(m_problems));
        }
    }

    ConfigValue read_value(const toml::key& key, const toml::node& node) {
        ConfigValue value;
        value.span = span_of(node.source());
        value.origin = {Origin::Kind::config_file,
                        fmt::format("{}:{}", m_source->path, key.source().begin.line), ""};
        if (const auto* text = node.as_string()) {
            value.kind = ConfigValue::Kind::text;
            value.text = text->get();
        } else if (const auto* number = node.as_integer()) {
            value.kind = ConfigValue::Kind::whole_number;
            value.text = std::to_string(number->get());
        } else if (const auto* boolean = node.as_boolean()) {
            value.kind = ConfigValue::Kind::yes_or_no;
            value.text = boolean->get() ? "true" : "false";
        } else if (const auto* array = node.as_array(); array != nullptr) {
            read_array(*array, value);
        }
        return value;
    }

    void read_array(const toml::array& array, ConfigValue& value) {
        if (array.empty() || array.is_homogeneous<std::string>()) {
            value.kind = ConfigValue::Kind::list;
            for (const auto& node : array) {
                value.list.push_back(node.value_or(std::string{}));
            }
        } else if (array.is_array_of_tables()) {
            value.kind = ConfigValue::Kind::tables;
            for (const auto& node : array) {
                value.hooks.push_back(read_hook(*node.as_table()));
            }
        }
    }

    PostWriteHook read_hook(const toml::table& table) {
        PostWriteHook hook;
        for (const auto& [key, node] : table) {
            const auto* known =
                std::find_if(k_hook_keys.begin(), k_hook_keys.end(),
                             [&](const HookKey& candidate) { return candidate.name == key.str(); });
            if (known == k_hook_keys.end() && find_row(key.str()) != nullptr) {
                report_misplaced(key, table);
            } else if (known == k_hook_keys.end()) {
                report_unknown(key, hook_keys());
            } else if (known->list != nullptr) {
                read_hook_list(*known, node, hook);
            } else if (const auto* text = node.as_string()) {
                hook.*(known->text) = text->get();
            } else {
                report(span_of(node.source()), fmt::format("\"{}\" must be a string", known->name), "");
            }
        }
        check_hook(table, hook);
        return hook;
    }

    void read_hook_list(const HookKey& key, const toml::node& node, PostWriteHook& hook) {
        ConfigValue value;
        if (const auto* array = node.as_array()) {
            read_array(*array, value);
        }
        if (value.kind != ConfigValue::Kind::list) {
            report(span_of(node.source()), fmt::format("\"{}\" must be a list of strings", key.name), "");
        }
        hook.*(key.list) = std::move(value.list);
    }

    void check_hook(const toml::table& table, const PostWriteHook& hook) {
        if (hook.type != "exec") {
            report(span_of(table.source()), fmt::format("a hook of type \"{}\" needs Python", hook.type),
                   "write type = \"exec\" and the program's name as \"executable\"");
        } else if (hook.executable.empty()) {
            report(span_of(table.source()), "this hook names no program", "add executable = \"…\"");
        }
    }

    /// TOML gives every key below a table's head to the table, which surprises who adds a line at the end.
    void report_misplaced(const toml::key& key, const toml::table& hook) {
        const auto line = hook.source().begin.line;
        report(
            span_of(key.source()),
            fmt::format(
                "\"{}\" stands below the [[post_write_hooks]] of line {}, and so belongs to that hook, "
                "which has no such key",
                key.str(), line),
            "move it up, above the first [[post_write_hooks]]: what stands below such a line is the hook's");
    }

    void report_unknown(const toml::key& key, const std::vector<std::string>& known) {
        const auto nearest = base::nearest(key.str(), known);
        report(span_of(key.source()), fmt::format("there is no setting \"{}\"", key.str()),
               nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                       : "the keys are: " + base::join(known, ", "));
    }

    void report(const diag::Span& span, const std::string& message, const std::string& hint) {
        diag::Diagnostic diagnostic;
        diagnostic.code = diag::code::bad_config_file;
        diagnostic.message = message;
        diagnostic.span = span;
        diagnostic.hint = hint;
        m_problems.push_back(std::move(diagnostic));
    }

    /// toml++ counts lines and characters from 1; a span counts bytes of the masked text.
    [[nodiscard]] std::size_t offset_of(const toml::source_position& position) const {
        const std::string_view text = m_source->text;
        std::size_t begin = 0;
        for (toml::source_index line = 1; line < position.line; ++line) {
            begin = text.find('\n', begin) + 1;
        }
        if (begin == 0 && text.starts_with(base::k_utf8_bom)) {
            begin = base::k_utf8_bom.size();
        }
        const auto line = text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
        return begin + base::byte_offset_of_character(line, position.column > 0 ? position.column - 1 : 0);
    }

    [[nodiscard]] diag::Span span_of(const toml::source_region& region) const {
        const auto begin = offset_of(region.begin);
        const auto end = region.end.line == region.begin.line ? offset_of(region.end) : begin;
        return {m_source, begin, std::max(begin, end)};
    }

    std::string m_text;
    std::shared_ptr<const diag::SourceText> m_source;
    std::vector<diag::Diagnostic> m_problems;
};

} // namespace

std::optional<ConfigValues> read_config_file(const std::filesystem::path& path, bool must_exist,
                                             const base::WaitLimits& limits) {
    std::string text;
    try {
        text = base::read_file(path, {.may_be_pipe = must_exist, .may_be_null = true}, limits);
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::no_such_file_or_directory && !must_exist) {
            return std::nullopt;
        }
        diag::Diagnostic diagnostic;
        diagnostic.code = diag::code::bad_config_file;
        diagnostic.message = fmt::format("the configuration file {} cannot be read: {}", path.string(),
                                         error.code().message());
        diagnostic.hint = diag::hint_about_file(
            error.code(), must_exist ? "correct --config or HEADSTART_CONFIG"
                                     : "make it readable, or name another with --config");
        throw diag::Error(diag::ExitCode::usage, diagnostic);
    }
    if (base::is_utf16(text)) {
        throw diag::refusal(diag::code::bad_config_file,
                            fmt::format("the configuration file {} is UTF-16", path.string()),
                            "save it as UTF-8: iconv -f utf-16 -t utf-8");
    }
    if (text.size() > k_longest_config) {
        throw diag::refusal(
            diag::code::bad_config_file,
            fmt::format("the configuration file {} is longer than {} bytes", path.string(), k_longest_config),
            "is it the right file? a few lines are all that headstart is told there");
    }
    return ConfigReader(path.string(), std::move(text)).read();
}

} // namespace headstart::settings
