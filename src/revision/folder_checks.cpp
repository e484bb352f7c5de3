#include "revision/folder_checks.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "revision/identifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace headstart::revision {

namespace {

/// The characters of `name` out of `forbidden`, as Alembic lists them: sorted, once each.
std::string forbidden_characters(std::string_view name, std::string_view forbidden) {
    std::set<char> found;
    std::copy_if(name.begin(), name.end(), std::inserter(found, found.end()),
                 [&](char c) { return forbidden.find(c) != std::string_view::npos; });
    std::vector<std::string> listed;
    listed.reserve(found.size());
    for (const char c : found) {
        listed.emplace_back(c == '\t' ? "tab" : c == ' ' ? "space" : std::string(1, c));
    }
    return base::join(listed, ", ");
}

} // namespace

diag::Diagnostic folder_problem(std::string message, const std::vector<const Revision*>& files,
                                std::string hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_graph;
    problem.message = std::move(message);
    for (const auto* file : files) {
        problem.notes.push_back(fmt::format("{} is in {}", file->id, file->path));
    }
    problem.hint = std::move(hint);
    return problem;
}

std::string complaint_about_id(std::string_view id) {
    if (id.empty()) {
        return "A revision identifier is empty";
    }
    // A comma or a space would end the id in the list of another file's header.
    if (const auto bad = forbidden_characters(id, "@-+:, \t"); !bad.empty()) {
        return fmt::format("Character(s) '{}' not allowed in revision identifier '{}'", bad, id);
    }
    if (is_symbol(id)) {
        return fmt::format("'{}' is a symbol and cannot be a revision identifier", id);
    }
    return {};
}

std::string complaint_about_label(std::string_view label) {
    if (label.empty()) {
        return "A branch label is empty";
    }
    if (const auto bad = forbidden_characters(label, "@:, \t"); !bad.empty()) {
        return fmt::format("Character(s) '{}' not allowed in branch label '{}'", bad, label);
    }
    if (is_symbol(label)) {
        return fmt::format("'{}' is a symbol and cannot be a branch label", label);
    }
    return {};
}

void check_names(const std::vector<Revision>& revisions, Problems& problems) {
    std::unordered_map<std::string_view, const Revision*> names;
    for (const auto& revision : revisions) {
        if (auto complaint = complaint_about_id(revision.id); !complaint.empty()) {
            problems.push_back(
                folder_problem(std::move(complaint), {&revision}, "give the file another 'Revision ID'"));
        }
        if (const auto [at, is_new] = names.try_emplace(revision.id, &revision); !is_new) {
            problems.push_back(folder_problem(
                fmt::format("Revision {} is present more than once", revision.id), {at->second, &revision},
                "delete one of the files or give it another 'Revision ID'"));
        }
    }
    for (const auto& revision : revisions) {
        for (const auto& label : revision.branch_labels) {
            if (auto complaint = complaint_about_label(label); !complaint.empty()) {
                problems.push_back(
                    folder_problem(std::move(complaint), {&revision}, "choose another branch label"));
            }
            if (const auto [at, is_new] = names.try_emplace(label, &revision); !is_new) {
                std::vector<const Revision*> files{&revision};
                if (at->second != &revision) {
                    files.push_back(at->second);
                }
                problems.push_back(
                    folder_problem(fmt::format("Branch name '{}' in revision {} already used by revision {}",
                                               label, revision.id, at->second->id),
                                   files, "choose another branch label"));
            }
        }
    }
}

} // namespace headstart::revision
