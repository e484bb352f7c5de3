#include "postgres/backslash_warning.hpp"
#include "postgres/flight.hpp"
#include "postgres/run_list.hpp"
#include "postgres/session.hpp"
#include "postgres/stepwise.hpp"

#include <fmt/format.h>

/// What of a session changes the database: under time limits, and tried again where it gave way.
namespace headstart::postgres {

using namespace std::chrono_literals;

void PostgresSession::apply(std::span<const Migration> migrations) {
    warn_of_backslashes(m_connection, migrations, m_reporter);
    run_with_retries(
        work_of(migrations.front()),
        [&](const Try& one) {
            const auto tables = ledger(one.lock_timeout);
            run_transaction(m_connection, tables, transaction_commands(tables, frame_of(tables), migrations));
        },
        migrations);
}

void PostgresSession::run_stepwise(const Migration& migration, const Stepwise& run) {
    warn_of_backslashes(m_connection, {&migration, 1}, m_reporter);
    find_out_limits();
    const StepwiseSession session{m_connection, ledger(),   lock_key(),
                                  m_retry,      m_reporter, [this](const Try& one) { begin_try(one); }};
    guard(work_of(migration), [&] { run(session, migration); }, {&migration, 1});
}

void PostgresSession::apply_stepwise(const Migration& migration) {
    run_stepwise(migration, postgres::apply_stepwise);
}

void PostgresSession::clear_leftover(const Migration& migration) {
    run_stepwise(migration, postgres::clear_leftover);
}

/// One run of apply_each(): where it is.
struct PostgresSession::Flights {
    std::span<const Migration> migrations;
    const database::ApplyListener& listener;
    std::size_t begun = 0;
    std::size_t done = 0; ///< committed
    std::size_t kept = 0; ///< of these, for good
    FlightSize size = {};
    Work work = {Work::Kind::applying};
    std::string doing = {}; ///< the work in words

    void turn_to_next() {
        work = work_of(migrations[done]);
        doing = database::describe(work);
    }

    void begin_next() {
        if (begun == done) {
            listener.begins(migrations[begun++]);
        }
    }
};

void PostgresSession::apply_each(std::span<const Migration> migrations,
                                 const database::ApplyListener& listener) {
    warn_of_backslashes(m_connection, migrations, m_reporter);
    find_out_limits();
    Flights flights{migrations, listener};
    try {
        while (flights.done < migrations.size()) {
            flights.turn_to_next();
            with_retries(flights.doing, m_retry, [&](const Try& one) { fly(flights, one); });
        }
    } catch (...) {
        if (flights.kept < flights.done && keep_commits()) {
            listener.kept();
        }
        throw;
    }
}

void PostgresSession::fly(Flights& flights, const Try& one) {
    begin_try(one);
    // What gave way is tried again by itself, as what comes behind it would not wait for its pauses. So is
    // what brought the server down: which statement it was is known then.
    const auto rest = flights.migrations.subspan(flights.done);
    const auto flight = next_flight(rest, one.number == 1 && !m_is_careful ? flights.size.most() : 1);
    const auto end = flights.done + flight.size();
    const auto begin = base::Clock::now();
    flights.begin_next();
    const auto committed = [&] {
        flights.begin_next();
        flights.listener.committed(flights.migrations[flights.done++]);
        if (flights.done == end) {
            return;
        }
        flights.turn_to_next();
        m_watch.turn_to(flights.work, flights.migrations.subspan(flights.done, 1));
        if (!m_retry.stop.is_stop_requested()) { // else it may be cancelled before it has begun
            flights.begin_next();
        }
    };
    guard(
        flights.work,
        [&] {
            const auto tables = ledger(one.lock_timeout);
            const auto list = flight_commands(tables, flight);
            if (flight.size() > 1) {
                run_flight(m_connection, tables, list, committed);
            } else {
                run_transaction(m_connection, tables, list);
                committed();
            }
        },
        flight);
    flights.kept = flights.done;
    flights.listener.kept();
    flights.size.took(base::elapsed_since(begin));
}

bool PostgresSession::keep_commits() {
    if (!m_connection.is_open()) {
        return false;
    }
    // A transaction that has written something waits for the disk, and for all that was written before it.
    constexpr auto k_patience = 5s;
    m_connection.obey(base::WaitContext::none()); // a stop has been requested, or may be meanwhile
    const pg::LimitAnswers limit(m_connection, {base::Deadline::after(k_patience)});
    bool are_kept = true;
    try {
        roll_back(m_connection); // what a stop has ended
        m_connection.exec("SELECT pg_catalog.pg_logical_emit_message(true, 'headstart', '')");
    } catch (const std::exception& error) {
        m_reporter.debug(fmt::format("what was committed last may not be on the disk yet: {}", error.what()));
        are_kept = false;
    }
    m_watch.attach(m_connection, m_is_pooled);
    return are_kept;
}

void PostgresSession::stamp(std::span<const Stamp> stamps, bool purge,
                            std::span<const database::HalfDone> settled) {
    run_with_retries({Work::Kind::stamping}, [&](const Try& one) {
        const auto tables = ledger(one.lock_timeout);
        run_transaction(m_connection, tables, stamp_commands(tables, stamps, purge, settled));
    });
}

void PostgresSession::run_with_retries(const Work& work, const std::function<void(const Try&)>& transaction,
                                       std::span<const Migration> migrations) {
    find_out_limits();
    with_retries(database::describe(work), m_retry, [&](const Try& one) {
        begin_try(one);
        guard(work, [&] { transaction(one); }, migrations);
    });
}

void PostgresSession::begin_try(const Try& one) {
    m_lock_timeout = one.lock_timeout;
    m_watch.look_every(
        look_interval(one.lock_timeout > base::milliseconds{0} ? one.lock_timeout : m_limits.lock.value));
}

void PostgresSession::find_out_limits() {
    if (m_knows_limits) {
        return;
    }
    guard({Work::Kind::reading_version_table}, [&] { m_limits = read_time_limits(m_connection, m_options); });
    m_knows_limits = true;
    tell_stricter_limits(m_limits, m_options, m_reporter);
    const bool has_own = m_options.lock_timeout.count() > 0;
    m_retry.longest_lock_timeout = has_own ? m_limits.lock.value : base::milliseconds{0};
}

} // namespace headstart::postgres
