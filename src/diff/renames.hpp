#pragma once

#include "diff/plan.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace headstart::diff {

/// That an object of the goal had another name before. All names as the server quotes them.
struct RenameMark {
    std::vector<Kind> kinds = {}; ///< one of which it is
    std::string whole;            ///< identity of the object, or of what it is a part of
    std::string schema;           ///< the whole's; empty where it has none
    std::string name;             ///< the object's own: without schema and arguments
    bool is_part = false;         ///< of `whole`
    std::string old_schema;       ///< empty: the same
    std::string old_name;
    /// Of an enum's label, as literals; else both are empty.
    std::string label;
    std::string old_label;
};

/// One rename that is to be done.
struct Rename {
    Address from;
    Address to;
    std::string from_name;
    std::string to_name;
    std::string from_schema;
    std::string to_schema;  ///< another one: the object is moved there
    std::string from_label; ///< of an enum's label, as literals; else both are empty
    std::string to_label;

    [[nodiscard]] Rename reversed() const;
};

/// In what order: the identity of a part has the name of its whole. `along`: what the server has named after
/// what is renamed.
enum class RenameLevel : std::uint8_t { schemas, wholes, parts, along };

inline constexpr std::array k_rename_levels{RenameLevel::schemas, RenameLevel::wholes, RenameLevel::parts,
                                            RenameLevel::along};

/// Those of the marks that are of this level and still to be done in `present`: a mark stays in the declared
/// schema after its migration has been written, and means nothing then.
std::vector<Rename> renames_marked(const Schema& present, const Schema& goal,
                                   const std::vector<RenameMark>& marks, RenameLevel level);

/// Marks of which neither the old nor the new name is there, but what the object is a part of, or anything at
/// all: slips of the pen. And those that cannot be followed, for both names are there before and after.
std::vector<RenameMark> marks_without_object(const Schema& present, const Schema& goal,
                                             const std::vector<RenameMark>& marks);

/// Constraints, indexes and sequences whose names have the old name of something in `done`, where the goal
/// has the same with the new name.
std::vector<Rename> renames_along(const Schema& present, const Schema& goal, const std::vector<Rename>& done);

/// What does them, in an order in which each new name is free: what has it and is not renamed is dropped.
std::vector<Step> rename_steps(const Context& context, const std::vector<Rename>& renames);

} // namespace headstart::diff
