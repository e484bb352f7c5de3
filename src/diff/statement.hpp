#pragma once

#include "diff/hazard.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace headstart::diff {

/// One statement of a plan, without its `;`.
struct Statement {
    std::string sql;
    std::vector<Hazard> hazards = {};
    bool runs_in_transaction = true;
    /// What it makes can be used only when its transaction has ended: a label of an enum.
    bool ends_transaction = false;
};

using Statements = std::vector<Statement>;

inline bool has_hazard(const Statement& statement, Hazard hazard) {
    return std::find(statement.hazards.begin(), statement.hazards.end(), hazard) != statement.hazards.end();
}

/// Once.
inline void add_hazard(Statement& statement, Hazard hazard) {
    if (!has_hazard(statement, hazard)) {
        statement.hazards.push_back(hazard);
    }
}

inline void append(Statements& all, Statements more) {
    for (auto& one : more) {
        all.push_back(std::move(one));
    }
}

} // namespace headstart::diff
