#include "scripts/heads_file.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

namespace headstart::scripts {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view k_comment =
    "# The heads of this folder: written by headstart, committed with the migrations.\n"
    "# A conflict here says that two branches have each added a head: `headstart merge heads` joins them "
    "and\n"
    "# writes this file anew.\n";

std::set<std::string> head_ids(const revision::RevisionGraph& graph) {
    std::set<std::string> ids;
    for (const auto node : graph.heads()) {
        ids.insert(graph.id(node));
    }
    return ids;
}

std::string shown(const std::set<std::string>& ids) {
    return ids.empty() ? "none" : base::join({ids.begin(), ids.end()}, ", ");
}

} // namespace

fs::path heads_file_path(const fs::path& folder) {
    return folder / "heads.txt";
}

std::string heads_text(const revision::RevisionGraph& graph) {
    std::string text(k_comment);
    for (const auto& id : head_ids(graph)) {
        text += fmt::format("\n{}\n", id);
    }
    return text;
}

void write_heads_file(const fs::path& path, const std::string& text) {
    try {
        base::replace_file(path, text);
    } catch (const std::system_error& error) {
        throw diag::refusal(diag::code::cannot_write,
                            fmt::format("cannot write {}: {}", path.string(), error.code().message()),
                            "check the folder's owner and mode");
    }
}

std::optional<std::string> complaint_about_heads_file(const fs::path& path,
                                                      const revision::RevisionGraph& graph) {
    if (const auto elsewhere = base::place_outside(path, {path.parent_path()}); !elsewhere.empty()) {
        return fmt::format("{} is a link out of its folder, to {}", path.string(), elsewhere.string());
    }
    std::string text;
    try {
        text = base::read_file(path);
    } catch (const std::system_error& error) {
        return fmt::format("cannot read {}: {}", path.string(), error.code().message());
    }
    std::set<std::string> named;
    for (const auto line : base::split_list(text, "\r\n")) {
        if (line.starts_with("<<<<<<<")) {
            return fmt::format("{} holds an unresolved conflict of git", path.string());
        }
        if (!line.starts_with('#')) {
            named.emplace(line);
        }
    }
    const auto heads = head_ids(graph);
    if (named == heads) {
        return std::nullopt;
    }
    return fmt::format("{} names other heads ({}) than the folder has ({})", path.string(), shown(named),
                       shown(heads));
}

} // namespace headstart::scripts
