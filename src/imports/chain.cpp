#include "imports/chain.hpp"

#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/names.hpp"

#include <fmt/format.h>

#include <map>

namespace headstart::imports {

void make_chain(History& history, std::string (*plain)(std::string_view)) {
    std::map<std::string, const Revision*> seen;
    const Revision* before = nullptr;
    for (auto& one : history.revisions) {
        const auto [at, is_new] = seen.try_emplace(plain == nullptr ? one.id : plain(one.id), &one);
        if (!is_new) {
            throw diag::refusal(diag::code::not_imported,
                                fmt::format("{} and {} are both version {}", at->second->origin.path,
                                            one.origin.path, one.id),
                                "give one of the two another version; nothing was written");
        }
        if (before != nullptr) {
            one.parents = {before->id};
        }
        before = &one;
    }
}

void keep_place(History& history, Revision revision, std::string_view what, std::string_view how) {
    const auto& [path, line] = revision.origin;
    const auto place = line == 0 ? path : fmt::format("{}:{}", path, line);
    revision.up = {"",
                   true,
                   revision.origin,
                   {fmt::format("Nothing is run: {} is {}.", place, what),
                    "Write here as SQL what it does, if an empty database needs it, and how to undo it."}};
    history.reviews.push_back(
        {{revision.origin.path, revision.origin.line},
         fmt::format("{}, of which no SQL can be told: an empty revision keeps its place", what),
         fmt::format("{}, in that revision", how)});
    history.revisions.push_back(std::move(revision));
}

Sql nothing_to_undo(Place origin, std::string_view tool) {
    return {
        "",
        true,
        std::move(origin),
        {fmt::format("Nothing to run: {} has no statements for the way back, and goes back over it.", tool)}};
}

std::vector<std::string> ids_of_version(const database::OtherRow& row, std::size_t /*occurrence*/) {
    return {id_for(row.version)};
}

} // namespace headstart::imports
