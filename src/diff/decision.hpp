#pragma once

#include "diff/context.hpp"
#include "diff/rules.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace headstart::diff {

enum class Action : std::uint8_t {
    drop, ///< of a table whose rows move: only out of the way
    alter,
    create,
    move, ///< the rows of a table that was built anew
};

/// What is done to an object.
struct Deed {
    Action action;
    Address object;

    friend auto operator<=>(const Deed&, const Deed&) = default;
};

/// How far an object has been moved from the gentlest way of altering it.
struct Coarseness {
    unsigned way = 0;
    /// Of what needs the object: 0 is left alone, 1 what the server does not bring along itself is dropped
    /// and built anew, 2 all of it, but what holds rows.
    unsigned rebuilt = 0;
    bool is_built_anew = false; ///< dropped and created
};

/// What the proof has found out: the next plan keeps to it.
struct Choices {
    std::map<Address, Coarseness> alterations;
    std::set<Address> built_anew;    ///< whether they differ or not
    std::map<Deed, unsigned> levels; ///< of Rules::create; of a drop 1: with CASCADE
    /// What goes must be gone before anything comes, since that has a name of it: so nothing is altered to
    /// need it no more, but built anew.
    bool drops_first = false;

    /// Takes the next coarser way. `is_in_use`: something else needs the object as it was. False: there is
    /// none.
    bool coarsen(const Deed& deed, const Context& context, bool is_in_use);

    /// Whether an index is made of its partitioned table ONLY.
    [[nodiscard]] bool makes_of_table_only(const Address& index, const Context& context) const;

private:
    void attach_each(const Address& whole, const Context& context);
    bool coarsen_drop(const Deed& deed, const Context& context);
    bool coarsen_alteration(const Address& address, const Context& context, bool is_in_use);
};

/// All that is to be done, each object by its address.
struct Decision {
    std::set<Address> dropped;
    std::map<Address, Way> altered;
    std::set<Address> created;
    std::set<Address> moved;   ///< tables that are dropped and created, and whose rows are kept
    std::set<Address> details; ///< what is said of it: comment, owner, privileges
    /// Types and functions that are dropped and created while the rows of tables that have them are moved.
    std::set<Address> renamed;
    /// Columns whose type goes and comes, altered to a type in between: the next plan brings them over.
    std::set<Address> set_free;
    /// Indexes of partitioned tables that are made of these ONLY: behind the partitions, which would get
    /// theirs as they are made.
    std::set<Address> made_of_table_only;
};

Decision decide(const Context& context, const Choices& choices);

} // namespace headstart::diff
