#include "postgres/standing.hpp"

#include "postgres/journal.hpp"
#include "postgres/run_list.hpp"
#include "postgres/statement_error.hpp"

#include <utility>

namespace headstart::postgres {

namespace {

/// Of a look at the journal: what it found, or why it did not.
struct Answer {
    std::optional<pg::Result> result;
    std::optional<pg::ServerError> refusal;
};

/// The second look, where the first could not be right.
class SecondLook {
public:
    SecondLook(pg::Connection& connection, const VersionTable& table, const TrustedNames& trusted)
        : m_connection(connection)
        , m_table(table)
        , m_trusted(trusted)
        , m_journal(table.schema(), table.name()) {}

    Answer ask() {
        const auto state = Journal::read_state(m_connection.exec(m_journal.state()));
        m_is_shared = state.is_shared;
        if (!state.exists) {
            return {};
        }
        const auto commands =
            question_in_peace(m_journal.qualified(), Journal::k_name, m_trusted, m_journal.half_done());
        auto outcome = m_connection.try_pipeline(commands);
        if (!outcome.error) {
            return {std::move(outcome.results.at(commands.size() - 2)), std::nullopt};
        }
        roll_back(m_connection);
        return {std::nullopt, std::move(outcome.error->error)};
    }

    /// There is another history's version table.
    [[nodiscard]] bool is_shared() const { return m_is_shared; }

    /// The guard has said no: says what it is that may not be read.
    [[noreturn]] void fail_untrusted() {
        for (const auto& facts :
             read_all_facts(m_connection.exec(look_for_writing({m_journal.qualified()})))) {
            require_trust(facts, Access::reading);
        }
        throw trust_lost(m_table);
    }

private:
    pg::Connection& m_connection;
    const VersionTable& m_table;
    const TrustedNames& m_trusted;
    Journal m_journal;
    bool m_is_shared = false;
};

} // namespace

VersionTable::Look look_at_standing(pg::Connection& connection, VersionTable& table,
                                    const std::vector<pg::ServerSetting>& settings,
                                    const TrustedNames& trusted) {
    const Journal by_path(table.schema(), table.name()); // as the version table: see there
    auto look =
        table.look(connection, settings, by_path.qualified(),
                   reading_in_peace(by_path.qualified(), Journal::k_name, trusted, by_path.half_done()));
    SecondLook second(connection, table, trusted);
    Answer answer{std::move(look.answer), std::move(look.refusal)};
    const bool is_elsewhere =
        answer.result && Journal::read_half_done(*answer.result).schema != table.schema();
    if (is_elsewhere || (!answer.result && !answer.refusal)) {
        answer = second.ask();
    }
    if (answer.result) {
        auto& half_done = look.standing.half_done;
        half_done = Journal::read_half_done(*answer.result).half_done;
        if (!look.standing.has_version_table && second.is_shared()) {
            // A history that has not begun has left nothing half-done: it is the other one's.
            std::erase_if(half_done, [](const auto& one) { return one.is_anybodys; });
        }
    } else if (answer.refusal) {
        const auto& refusal = *answer.refusal;
        if (refusal.is(pg::sqlstate::division_by_zero)) {
            second.fail_untrusted();
        }
        look.standing.is_journal_hidden = refusal.is(pg::sqlstate::insufficient_privilege);
        if (!look.standing.is_journal_hidden && !refusal.is(pg::sqlstate::undefined_table)) {
            throw pg::ServerError(refusal);
        }
    }
    return look;
}

} // namespace headstart::postgres
