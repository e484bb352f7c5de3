#pragma once

#include "database/session.hpp"
#include "diag/diagnostic.hpp"
#include "diag/reporter.hpp"
#include "revision/graph.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a run outside a transaction has begun and not finished. The version rows do not tell, so everything
/// that goes by them has to ask here, too: on top of what is half-done nothing else may be done.
namespace headstart::migrate {

/// "1 of 2 statements of its up", for who names the revision.
std::string describe_progress(const database::HalfDone& half_done);

/// A finding of each, with how to get on: the command that finishes it and no more, and those that say that
/// it has been finished, or undone, by hand.
std::vector<diag::Diagnostic> describe_all(const database::Standing& standing,
                                           const revision::RevisionGraph& graph);

/// One that a file of the folder is about. What a newer image has left half-done concerns who has its files.
bool concerns(const database::HalfDone& half_done, const revision::RevisionGraph& graph);
bool concerns_any(const std::vector<database::HalfDone>& half_done, const revision::RevisionGraph& graph);

/// What is half undone of the target or of what it stands on: the version rows have it still.
std::optional<database::HalfDone> half_undone_below(const database::Standing& standing,
                                                    const revision::RevisionGraph& graph,
                                                    std::string_view target);

/// For who only looks: a warning of each.
void warn_of_half_done(const database::Standing& standing, const revision::RevisionGraph& graph,
                       diag::Reporter& reporter);

/// Before anything is run: throws diag::Error (half_done) unless the migrations begin with finishing what is
/// half-done. Where there are none, nothing of the folder may be half-done either.
void require_finishing_first(const database::Standing& standing, const revision::RevisionGraph& graph,
                             std::span<const database::Migration> migrations);

} // namespace headstart::migrate
