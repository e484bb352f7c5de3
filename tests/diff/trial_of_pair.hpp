#pragma once

#include "diff/kept_rows.hpp"
#include "support/process.hpp"
#include "support/temp_folder.hpp"
#include "support/test_database.hpp"

#include <set>
#include <string>
#include <vector>

namespace headstart::test {

/// Two schemas, each in a file and in a database made from it, and what is done between them. Each step says
/// in words what went wrong, "" for nothing, so that a caller shows it together with the SQL.
class TrialOfPair {
public:
    /// `folder` takes the files.
    TrialOfPair(const TempFolder& folder, const std::string& from, const std::string& to,
                std::vector<std::string> arguments = {});

    TrialOfPair(const TrialOfPair&) = delete;
    TrialOfPair& operator=(const TrialOfPair&) = delete;

    /// A database that has a subscription cannot be dropped: they go first.
    ~TrialOfPair();

    /// Makes the databases. Throws std::runtime_error where psql cannot load one of the schemas.
    void load();

    /// Fills the first of them.
    void fill(const std::string& sql);

    /// `headstart diff` from the first file to the second.
    Outcome plan_up();

    /// And from the second to the first.
    Outcome plan_down();

    /// Runs by psql, a statement at a time, what was printed. Then the first database is to be like the
    /// second: to pg_dump, and to `headstart diff` of the two databases; and what it held is still there.
    std::string apply_up(const std::string& sql);

    /// Runs the way back in the same database; it is to be as it was at first. Where rows are in the way (the
    /// way up may have dropped those that a foreign key looks for), the second database takes its place.
    std::string apply_down(const std::string& sql);

private:
    Outcome headstart(const std::string& from, const std::string& to);
    /// What psql said when it refused something; "" when all ran.
    std::string psql(const TestDatabase& database, const std::string& file);
    [[nodiscard]] std::multiset<std::string> entries(const TestDatabase& database) const;

    const TempFolder& m_folder;
    std::string m_from;
    std::string m_to;
    TestDatabase m_first;
    TestDatabase m_second;
    std::vector<std::string> m_arguments;
    std::multiset<std::string> m_first_entries;
    std::multiset<std::string> m_second_entries;
    bool m_is_filled = false;
};

/// What `text` says without its comments and empty lines.
std::string without_comments(const std::string& text);

/// Makes the roles that schemas of tests may name: diff_reader, diff_writer, diff_owner.
void make_roles_of_cases();

} // namespace headstart::test
