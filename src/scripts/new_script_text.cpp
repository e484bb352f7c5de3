#include "scripts/new_script_text.hpp"

#include "base/file.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "scripts/header.hpp"
#include "scripts/marker.hpp"
#include "scripts/section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

namespace headstart::scripts {

namespace fs = std::filesystem;
using revision::Revision;
using Source = std::shared_ptr<const diag::SourceText>;

namespace {

constexpr std::string_view k_hint_for_message =
    "a line of the message looks like one of the header's; write it otherwise";

/// What a new file looks like where the folder has no template of its own. Lines for labels and dependencies
/// are left out where there are none.
constexpr std::string_view k_default_template = "-- ${message}\n"
                                                "--\n"
                                                "-- Revision ID: ${up_revision}\n"
                                                "-- Revises: ${down_revision}\n"
                                                "-- Branch Labels: ${branch_labels}\n"
                                                "-- Depends On: ${depends_on}\n"
                                                "-- Create Date: ${create_date}\n"
                                                "\n"
                                                "-- migrate:up\n"
                                                "\n"
                                                "\n"
                                                "-- migrate:down\n"
                                                "\n";

/// A message of several lines stays inside its comment, which a carriage return would end for the server.
std::string as_comment(const std::string& message) {
    return base::printable(message, "\n-- ");
}

struct Placeholder {
    std::string_view name;
    std::string (*value)(const Revision& revision);
};

std::string list(const std::vector<std::string>& items) {
    return base::join(items, ", ");
}

constexpr std::array k_tokens{
    Placeholder{"message", [](const Revision& r) { return as_comment(r.description); }},
    Placeholder{"up_revision", [](const Revision& r) { return r.id; }},
    Placeholder{
        "down_revision",
        [](const Revision& r) { return r.down_revisions.empty() ? "<base>" : list(r.down_revisions); }},
    Placeholder{"branch_labels", [](const Revision& r) { return list(r.branch_labels); }},
    Placeholder{"depends_on", [](const Revision& r) { return list(r.depends_on); }},
    Placeholder{"create_date", [](const Revision& r) { return r.create_date; }},
};

/// Alembic's template joins lists by a filter, `${down_revision | comma,n}`; here they always are.
std::string_view without_filter(std::string_view expression) {
    return base::trim(expression.substr(0, expression.find('|')));
}

std::string fill(const Source& source, const Revision& revision) {
    const std::string_view text = source->text;
    std::string filled;
    std::size_t at = 0;
    for (auto open = text.find("${"); open != std::string_view::npos; open = text.find("${", at)) {
        filled += text.substr(at, open - at);
        const auto close = std::min(text.find('}', open), text.size());
        const auto name = without_filter(text.substr(open + 2, close - open - 2));
        const auto* const token = std::find_if(k_tokens.begin(), k_tokens.end(),
                                               [&](const Placeholder& t) { return t.name == name; });
        if (token == k_tokens.end()) {
            throw diag::refusal_at({source, open, std::min(close + 1, text.size())}, diag::code::bad_template,
                                   fmt::format("there is no token ${{{}}}", name),
                                   "the tokens are message, up_revision, down_revision, branch_labels, "
                                   "depends_on and create_date; nothing was written");
        }
        filled += token->value(revision);
        at = std::min(close + 1, text.size());
    }
    return filled.append(text.substr(at));
}

std::optional<Source> read_template(const fs::path& folder) {
    const auto path = folder / "template.sql";
    if (const auto elsewhere = base::place_outside(path, {folder}); !elsewhere.empty()) {
        throw diag::refusal(diag::code::bad_template,
                            fmt::format("{} is a link out of the migrations folder, to {}", path.string(),
                                        elsewhere.string()),
                            "put the file itself there; nothing was written");
    }
    try {
        return std::make_shared<const diag::SourceText>(
            diag::SourceText{path.string(), base::read_file(path)});
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::no_such_file_or_directory) {
            return std::nullopt;
        }
        throw diag::refusal(diag::code::bad_template,
                            fmt::format("cannot read {}: {}", path.string(), error.code().message()),
                            diag::hint_about_file(error.code(), "check the file's owner and mode"));
    }
}

std::string default_text(const Revision& revision) {
    std::string lines(k_default_template);
    for (const auto& [line, is_empty] :
         {std::pair{"-- Branch Labels: ${branch_labels}\n", revision.branch_labels.empty()},
          std::pair{"-- Depends On: ${depends_on}\n", revision.depends_on.empty()}}) {
        if (is_empty) {
            lines.erase(lines.find(line), std::string_view(line).size());
        }
    }
    return fill(std::make_shared<const diag::SourceText>(diag::SourceText{"", std::move(lines)}), revision);
}

/// Reads the text back as the next command would read the file.
void check_reads_back(const std::string& text, const Revision& revision, const std::string& hint) {
    const auto source = std::make_shared<const diag::SourceText>(diag::SourceText{revision.path, text});
    std::vector<diag::Diagnostic> problems;
    const auto read = read_header(source, problems);
    if (!problems.empty() || read.id != revision.id || read.down_revisions != revision.down_revisions ||
        read.branch_labels != revision.branch_labels || read.depends_on != revision.depends_on) {
        throw diag::refusal(diag::code::bad_template, "the header of the new file would not say what it must",
                            hint);
    }
    if (!find_sections(source).up) {
        throw diag::refusal(diag::code::bad_template, "the new file would have no `-- migrate:up` section",
                            hint);
    }
}

} // namespace

std::string new_script_text(const Revision& revision, const fs::path& folder) {
    const auto lines = base::split_list(revision.description, "\n");
    for (const auto line : lines) {
        if (says_more_than_prose(line) || (line.data() != lines.front().data() && meant_by(line, true))) {
            throw diag::refusal(diag::code::bad_template,
                                "the header of the new file would not say what it must",
                                std::string(k_hint_for_message));
        }
    }
    if (const auto custom = read_template(folder)) {
        auto text = fill(*custom, revision);
        check_reads_back(text, revision,
                         fmt::format("correct {}: it needs the header's keys with their tokens, and "
                                     "`-- migrate:up`; nothing was written",
                                     (*custom)->path));
        return text;
    }
    auto text = default_text(revision);
    check_reads_back(text, revision, std::string(k_hint_for_message));
    return text;
}

} // namespace headstart::scripts
