#include "diff/hazard.hpp"

#include <array>
#include <cstddef>

namespace headstart::diff {

namespace {

/// In the order of Hazard.
constexpr std::array<HazardText, 8> k_hazards{{
    {"deletes-data", "what is stored there is gone afterwards, and no downgrade brings it back",
     "copy what is needed elsewhere first"},
    {"rewrites-table", "every row is written anew, and nobody reads or writes the table meanwhile",
     "run it when nobody needs the table, or add a column and fill it in steps"},
    {"blocks-writes", "nobody writes to the table while it runs",
     "--online chooses a way that lets others write"},
    {"blocks-reads", "nobody reads or writes the table while it runs",
     "--online chooses a way that lets others go on, where there is one"},
    {"scans-table", "every row is read while others wait", "--online splits it, so that nobody waits"},
    {"may-fail-on-rows", "rows that are there may not allow it", "look for such rows first, and mend them"},
    {"loses-privileges", "who was granted something on it has it no more", "grant it again"},
    {"not-in-transaction", "it cannot run in a transaction, and may be left half-done",
     "keep it in a section of its own, marked transaction:false"},
}};

} // namespace

const HazardText& text_of(Hazard hazard) {
    return k_hazards.at(static_cast<std::size_t>(hazard));
}

std::optional<Hazard> hazard_named(std::string_view name) {
    for (std::size_t i = 0; i < k_hazards.size(); ++i) {
        if (k_hazards.at(i).name == name) {
            return static_cast<Hazard>(i);
        }
    }
    return std::nullopt;
}

std::vector<std::string> hazard_names() {
    std::vector<std::string> names;
    for (const auto& one : k_hazards) {
        names.emplace_back(one.name);
    }
    return names;
}

} // namespace headstart::diff
