#include "scripts/dump_blocks.hpp"

#include "sql/large_objects.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace headstart::scripts {

using sql::Statement;
using sql::TransactionUse;

void leave_out_large_object_blocks(const Section& section, sql::StatementList& statements) {
    const auto is_begin = [](const Statement& one) {
        return one.traits.transaction_use == TransactionUse::begins && !one.traits.makes_read_only;
    };
    const auto is_write = [&](const Statement& one) {
        return sql::writes_large_object(
            std::string_view(section.source->text).substr(one.begin, one.end - one.begin));
    };
    if (std::none_of(statements.begin(), statements.end(), is_begin)) {
        return;
    }
    sql::StatementList kept;
    for (auto at = statements.begin(); at != statements.end();) {
        auto end = at; // of the calls behind a BEGIN
        if (is_begin(*at)) {
            end = std::find_if_not(std::next(at), statements.end(), is_write);
        }
        const bool has_calls = end != at && end != std::next(at);
        if (has_calls && end != statements.end() && (*end).traits.commits && !(*end).traits.chains) {
            for (++at; at != end; ++at) {
                kept.push_back(*at);
            }
            ++at;
        } else {
            kept.push_back(*at++);
        }
    }
    statements = std::move(kept);
}

} // namespace headstart::scripts
