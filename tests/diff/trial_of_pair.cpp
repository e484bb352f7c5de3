#include "diff/trial_of_pair.hpp"

#include "diff/dump_entries.hpp"
#include "support/project.hpp"
#include "support/server_program.hpp"

#include <algorithm>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace headstart::test {

namespace {

void drop_subscriptions(TestDatabase& database) {
    constexpr std::string_view statements = R"(
SELECT format(command, subname) FROM pg_subscription,
    unnest(ARRAY['ALTER SUBSCRIPTION %I DISABLE', 'ALTER SUBSCRIPTION %I SET (slot_name = NONE)',
                 'DROP SUBSCRIPTION %I']) WITH ORDINALITY AS c (command, place)
WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY subname, place)";
    for (const auto& row : database.query(statements)) {
        database.execute(*row[0]);
    }
}

} // namespace

TrialOfPair::TrialOfPair(const TempFolder& folder, const std::string& from, const std::string& to,
                         std::vector<std::string> arguments)
    : m_folder(folder)
    , m_from(m_folder.write("from.sql", from))
    , m_to(m_folder.write("to.sql", to))
    , m_arguments(std::move(arguments)) {}

TrialOfPair::~TrialOfPair() {
    try {
        drop_subscriptions(m_first);
        drop_subscriptions(m_second);
    } catch (const std::exception& error) {
        std::cerr << "dropping subscriptions: " << error.what() << '\n';
    }
}

void TrialOfPair::load() {
    for (const bool is_first : {true, false}) {
        const auto& database = is_first ? m_first : m_second;
        const auto& file = is_first ? m_from : m_to;
        if (const auto error = psql(database, file); !error.empty()) {
            throw std::runtime_error("psql cannot load " + file + ": " + error);
        }
        (is_first ? m_first_entries : m_second_entries) = entries(database);
    }
}

void TrialOfPair::fill(const std::string& sql) {
    if (const auto error = psql(m_first, m_folder.write("rows.sql", sql)); !error.empty()) {
        throw std::runtime_error("psql cannot run the rows: " + error);
    }
    m_is_filled = true;
}

Outcome TrialOfPair::plan_up() {
    return headstart("from.sql", "to.sql");
}

Outcome TrialOfPair::plan_down() {
    return headstart("to.sql", "from.sql");
}

std::string TrialOfPair::apply_up(const std::string& sql) {
    const KeptRows before(m_first.session());
    if (const auto error = psql(m_first, m_folder.write("up.sql", sql)); !error.empty()) {
        return "psql refuses the SQL: " + error;
    }
    if (const auto found = difference(m_second_entries, entries(m_first)); !found.empty()) {
        return "pg_dump shows what is still missing (-) and what should have gone (+):\n" + found;
    }
    if (const auto lost = before.lost(KeptRows(m_first.session())); !lost.empty()) {
        return "rows are not there any more, or others: " + lost;
    }
    const auto again = headstart(m_first.url(), m_second.url());
    if (again.status != 0 || !without_comments(again.out).empty()) {
        return "a second diff ends with " + std::to_string(again.status) + ":\n" + again.out + again.err;
    }
    return "";
}

std::string TrialOfPair::apply_down(const std::string& sql) {
    const auto file = m_folder.write("down.sql", sql);
    const auto* changed = &m_first;
    auto error = psql(m_first, file);
    if (!error.empty() && m_is_filled) {
        changed = &m_second;
        error = psql(m_second, file);
    }
    if (!error.empty()) {
        return "psql refuses the SQL: " + error;
    }
    if (const auto found = difference(m_first_entries, entries(*changed)); !found.empty()) {
        return "pg_dump shows what is still missing (-) and what should have gone (+):\n" + found;
    }
    return "";
}

Outcome TrialOfPair::headstart(const std::string& from, const std::string& to) {
    Command command{{headstart_binary(), "diff", "--from", from, "--to", to},
                    {{"PATH", "/usr/bin:/bin"},
                     {"HOME", m_folder.path().string()},
                     {"LANG", "C.UTF-8"},
                     {"TZ", "UTC"},
                     {"DATABASE_URL", m_first.url()}},
                    m_folder.path()};
    command.argv.insert(command.argv.end(), m_arguments.begin(), m_arguments.end());
    return run(command);
}

std::string TrialOfPair::psql(const TestDatabase& database, const std::string& file) {
    const auto outcome = run({{server_program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", file, "-o",
                               "/dev/null", database.url()},
                              {{"PGOPTIONS", "-c client_min_messages=warning"}},
                              m_folder.path()});
    return outcome.status == 0 ? "" : outcome.err;
}

std::multiset<std::string> TrialOfPair::entries(const TestDatabase& database) const {
    std::vector<std::string> options{"--schema-only"};
    if (std::find(m_arguments.begin(), m_arguments.end(), "--owners") == m_arguments.end()) {
        options.emplace_back("--no-owner");
    }
    return dump_entries(database.dump(options));
}

std::string without_comments(const std::string& text) {
    std::istringstream stream(text);
    std::string left;
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty() && !line.starts_with("--")) {
            left += line + "\n";
        }
    }
    return left;
}

void make_roles_of_cases() {
    // Other processes of ctest make them at the same time.
    constexpr std::string_view make = R"(DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['diff_reader', 'diff_writer', 'diff_owner'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I', name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
        END;
    END LOOP;
END $$)";
    Session(cluster_url()).query(make);
}

} // namespace headstart::test
