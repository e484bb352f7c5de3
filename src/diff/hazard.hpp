#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::diff {

/// What may go wrong when a statement meets a database that is in use. The names are stable.
enum class Hazard : std::uint8_t {
    deletes_data,
    rewrites_table,
    blocks_writes,
    blocks_reads,
    scans_table,
    may_fail_on_rows,
    loses_privileges,
    not_in_transaction,
};

struct HazardText {
    std::string_view name;     ///< "deletes-data"
    std::string_view sentence; ///< what it does
    std::string_view instead;  ///< what to do about it
};

const HazardText& text_of(Hazard hazard);

/// By its name; nothing for one that does not exist.
std::optional<Hazard> hazard_named(std::string_view name);

/// Of all, in their order.
std::vector<std::string> hazard_names();

} // namespace headstart::diff
