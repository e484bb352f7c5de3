#pragma once

#include "diag/diagnostic.hpp"
#include "revision/graph.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The refusals of this room in one place: Alembic's sentence, then what the user needs to go on.
namespace headstart::revision {

/// "c1, migrations/c1_add_phone.sql, 2025-10-03 23:15:00+00:00: Add phone"
std::string note_about(const RevisionGraph& graph, Node node);

/// Where one head is needed. Who wrote them stands in no file: whoever reports the error may know.
class SeveralHeads : public diag::Error {
public:
    SeveralHeads(diag::Error error, std::vector<std::string> files)
        : diag::Error(std::move(error))
        , m_files(std::move(files)) {}

    /// The heads' files, one for each note.
    [[nodiscard]] const std::vector<std::string>& files() const { return m_files; }

    /// One for each file; empty: unknown.
    void name_authors(const std::vector<std::string>& authors);

private:
    std::vector<std::string> m_files;
};

/// The version table holds revisions that no file of the folder bears. Another git branch may have them,
/// which stands in no file: whoever reports the error may know.
class UnknownRows : public diag::Error {
public:
    UnknownRows(std::vector<std::string> ids, std::vector<diag::Diagnostic> diagnostics)
        : diag::Error(diag::ExitCode::failed, std::move(diagnostics))
        , m_ids(std::move(ids)) {}

    [[nodiscard]] const std::vector<std::string>& ids() const { return m_ids; }

private:
    std::vector<std::string> m_ids;
};

/// What to do where a database is at revisions that the folder lacks.
std::string_view hint_about_unknown_rows();

/// `Can't locate revision identified by 'X'`, with a guess at what was meant if there are no notes.
[[nodiscard]] diag::Error cannot_locate(const RevisionGraph& graph, std::string_view what,
                                        std::vector<std::string> notes = {});
[[nodiscard]] diag::Error ambiguous_prefix(const RevisionGraph& graph, std::string_view prefix,
                                           const std::vector<std::string>& candidates);
/// `argument` is the whole target as typed.
[[nodiscard]] SeveralHeads several_heads(const RevisionGraph& graph, const Nodes& heads, std::string message);
[[nodiscard]] SeveralHeads several_heads_for(const RevisionGraph& graph, const Nodes& heads,
                                             std::string_view argument);
/// `Relative revision +2 didn't produce 2 migrations`
[[nodiscard]] diag::Error wrong_relative(std::string_view shown, std::string_view steps, std::string hint);
[[nodiscard]] diag::Error ambiguous_walk(const RevisionGraph& graph, const Nodes& candidates,
                                         std::string hint);
[[nodiscard]] diag::Error invalid_target(std::string message, std::vector<std::string> notes,
                                         std::string hint);

} // namespace headstart::revision
