#include "revision/errors.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>

namespace headstart::revision {

using diag::refusal;

namespace {

std::vector<std::string> notes_about(const RevisionGraph& graph, const Nodes& nodes) {
    std::vector<std::string> notes;
    for (const auto node : nodes) {
        notes.push_back(note_about(graph, node));
    }
    return notes;
}

} // namespace

std::string note_about(const RevisionGraph& graph, Node node) {
    const auto& revision = graph.revision(node);
    std::string note = fmt::format("{}, {}", revision.id, revision.path);
    if (!revision.create_date.empty()) {
        note += fmt::format(", {}", revision.create_date);
    }
    if (!revision.message.empty()) {
        note += fmt::format(": {}", revision.message);
    }
    return note;
}

std::string_view hint_about_unknown_rows() {
    return "if another git branch of this code has migrated here: check that out, `headstart downgrade` "
           "there to what "
           "both have, and come back; else see whether it is the right database and the right folder. Only "
           "where "
           "this folder's history is to take over: `headstart stamp --purge REVISION`";
}

void SeveralHeads::name_authors(const std::vector<std::string>& authors) {
    for (std::size_t i = 0; i < authors.size(); ++i) {
        if (!authors[i].empty()) {
            append_to_note(i, fmt::format(" (by {})", authors[i]));
        }
    }
}

diag::Error cannot_locate(const RevisionGraph& graph, std::string_view what, std::vector<std::string> notes) {
    std::vector<std::string> names{"head", "heads", "base"};
    for (const auto& revision : graph.revisions()) {
        names.push_back(revision.id);
    }
    for (const auto& label : graph.labels()) {
        names.push_back(label.name);
    }
    std::string hint = "headstart history lists the revisions of the folder";
    if (const auto near = base::nearest(what, names); near && notes.empty()) {
        hint = fmt::format("did you mean '{}'?", *near);
    }
    // A URL in the wrong place may hold a password.
    const bool is_url = what.find("://") != std::string_view::npos;
    return refusal(diag::code::unknown_revision,
                   is_url ? "Can't locate revision identified by a URL"
                          : fmt::format("Can't locate revision identified by '{}'", what),
                   is_url ? "the database is named by --url, and a revision by its id" : std::move(hint),
                   std::move(notes));
}

diag::Error ambiguous_prefix(const RevisionGraph& graph, std::string_view prefix,
                             const std::vector<std::string>& candidates) {
    std::vector<std::string> notes;
    for (const auto& candidate : candidates) {
        if (const auto labelled = graph.find_label(candidate)) {
            notes.push_back(
                fmt::format("it may be the branch label {} of {}", candidate, graph.id(*labelled)));
        } else if (const auto node = graph.find(candidate)) {
            notes.push_back(fmt::format("it may be {}", note_about(graph, *node)));
        }
    }
    return refusal(diag::code::ambiguous_revision,
                   fmt::format("Can't locate revision identified by '{}'", prefix), "type more of it",
                   std::move(notes));
}

SeveralHeads several_heads(const RevisionGraph& graph, const Nodes& heads, std::string message) {
    std::vector<std::string> files;
    std::string hint = "headstart merge -m \"merge heads\"";
    for (const auto head : heads) {
        hint += " " + graph.id(head);
        files.push_back(graph.revision(head).path);
    }
    return {
        refusal(diag::code::several_heads, std::move(message), std::move(hint), notes_about(graph, heads)),
        std::move(files)};
}

SeveralHeads several_heads_for(const RevisionGraph& graph, const Nodes& heads, std::string_view argument) {
    return several_heads(
        graph, heads,
        fmt::format("Multiple head revisions are present for given argument '{0}'; please specify a "
                    "specific target revision, '<branchname>@{0}' to narrow to a specific head, or "
                    "'heads' for all heads",
                    argument));
}

diag::Error wrong_relative(std::string_view shown, std::string_view steps, std::string hint) {
    return refusal(diag::code::invalid_target,
                   fmt::format("Relative revision {} didn't produce {} migrations", shown, steps),
                   std::move(hint));
}

diag::Error ambiguous_walk(const RevisionGraph& graph, const Nodes& candidates, std::string hint) {
    return refusal(diag::code::invalid_target, "Ambiguous walk", std::move(hint),
                   notes_about(graph, candidates));
}

diag::Error invalid_target(std::string message, std::vector<std::string> notes, std::string hint) {
    return refusal(diag::code::invalid_target, std::move(message), std::move(hint), std::move(notes));
}

} // namespace headstart::revision
