#pragma once

#include "support/project.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::test {

/// A command that moves the database, from where, and what it does there.
struct Move {
    std::string history;   ///< "line" a1 … a5, "fork" a1 to b1 b2 and c1 c2, "merge" that too, with m and n
    std::string from;      ///< targets of the upgrade before it; empty: the database is new
    std::string arguments; ///< of the command, as in a shell
    std::string steps;     ///< what it does, in order, as the journal says: "down a4, down a3"
    std::string rows;      ///< the version rows behind it
    /// What is typed after a run that was killed, and ends at the same place whether that had come to its end
    /// or not. Empty: nothing is, for a second run would do more; either all or nothing is done then, or
    /// what `halfway` says.
    std::string again;
    /// The version rows behind the first step, or "none", where that is committed by itself.
    std::string halfway{};
};

/// Every command that moves the database, by every kind of target.
const std::vector<Move>& moves();

/// "downgrade -1 at a4"
std::string describe(const Move& move);

/// What of a database speaks of its moves.
struct Moved {
    std::string rows;               ///< the version rows
    std::string journal;            ///< all of it, as in Move::steps
    std::vector<std::string> marks; ///< what each statement of a section has left, in order

    friend bool operator==(const Moved&, const Moved&) = default;
};

/// A project whose database stands where the move begins, again and again.
class Stage {
public:
    explicit Stage(const Move& move);

    /// Puts the database back to where the move begins.
    void reset();

    [[nodiscard]] Moved look() const { return look(project.database.url()); }

    [[nodiscard]] static Moved look(const std::string& url);

    /// What look() is to say behind the move.
    [[nodiscard]] const Moved& after() const { return m_after; }

    /// Each that a move which cannot be typed again may be killed in.
    [[nodiscard]] const std::vector<Moved>& stops() const { return m_stops; }

    /// `arguments` on the database at the URL.
    [[nodiscard]] static Call call(const std::string& arguments, const std::string& url);

    Project project;

private:
    std::string m_reset; ///< SQL
    Moved m_before;
    Moved m_after;
    std::vector<Moved> m_stops;
};

} // namespace headstart::test
