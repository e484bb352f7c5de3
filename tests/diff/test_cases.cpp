/// Two schemas a case, and four things that hold for each: the SQL that leads from the first to the second
/// applies; what it makes equals what the second says, to pg_dump too; a second diff prints nothing; and the
/// way back brings the first one back.
///
/// HEADSTART_DIFF_CASES names the file, as ctest does; HEADSTART_DIFF_CASE a single case of it.
/// HEADSTART_DIFF_SHARE runs a share: with 2/16 each sixteenth case, from the third on. It is what `make
/// test` has time for; `make test-diff` runs all.

#include "diff/case_file.hpp"
#include "diff/trial_of_pair.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstdlib>

using namespace headstart::test;

namespace {

std::string show(const std::string& title, const std::string& text) {
    return text.empty() ? "" : "-- " + title + ":\n" + text + (text.ends_with('\n') ? "" : "\n");
}

/// Counts only where some stand in what is expected.
bool has_comments(const std::string& text) {
    return text.starts_with("--") || text.find("\n--") != std::string::npos;
}

bool prints(const std::string& sql, const std::string& wanted) {
    return has_comments(wanted) ? sql == wanted + "\n"
                                : without_comments(sql) == without_comments(wanted + "\n");
}

int server_major() {
    static const int version = std::stoi(Session(cluster_url()).text("SHOW server_version_num"));
    return version / 10000;
}

/// The cases of the file that this server can run, or the single one, or the third of them, that are asked
/// for.
std::vector<DiffCase> chosen_cases(const char* path) {
    const char* const only = std::getenv("HEADSTART_DIFF_CASE");
    const char* const share = std::getenv("HEADSTART_DIFF_SHARE");
    auto rows = read_diff_cases(path);
    std::erase_if(rows, [&](const DiffCase& row) {
        const bool is_asked_for = only == nullptr || row.name == only;
        return !is_asked_for || server_major() < row.first_major || server_major() > row.last_major;
    });
    if (only != nullptr || share == nullptr) {
        return rows;
    }
    const std::string_view words(share);
    const auto first = std::stoul(share);
    const auto step = std::stoul(std::string(words.substr(words.find('/') + 1)));
    std::vector<DiffCase> chosen;
    for (auto place = first % std::max<std::size_t>(rows.size(), 1); place < rows.size(); place += step) {
        chosen.push_back(rows[place]);
    }
    return chosen;
}

/// What is wrong with the case, together with what has been seen; "" for nothing.
class Verdict {
public:
    Verdict(const DiffCase& row, const TempFolder& folder)
        : m_row(row)
        , m_folder(folder) {}

    std::string of_all() {
        const auto wrong = first_fault();
        return wrong.empty() ? "" : wrong + (wrong.ends_with('\n') ? "" : "\n") + m_seen;
    }

private:
    std::string first_fault() {
        TrialOfPair trial(m_folder, m_row.from, m_row.to, m_row.arguments);
        const auto up = trial.plan_up();
        m_seen += show("up", up.out) + show("standard error", up.err);
        for (const auto& words : m_row.says) {
            if (up.err.find(words) == std::string::npos) {
                return "standard error does not say: " + words;
            }
        }
        if (up.status != m_row.status) {
            return "up: diff ends with " + std::to_string(up.status);
        }
        if (m_row.status != 0) {
            return up.out.empty() ? "" : "up: SQL is printed all the same";
        }
        if (!m_row.up.empty() && !prints(up.out, m_row.up)) {
            return "up: other SQL is wanted:\n" + m_row.up;
        }
        trial.load();
        if (!m_row.rows.empty()) {
            trial.fill(m_row.rows);
        }
        if (const auto wrong = trial.apply_up(up.out); !wrong.empty()) {
            return "up: " + wrong;
        }
        return m_row.is_one_way ? "" : fault_of_down(trial);
    }

    std::string fault_of_down(TrialOfPair& trial) {
        const auto down = trial.plan_down();
        m_seen += show("down", down.out) + show("standard error", down.err);
        if (down.status != 0) {
            return "down: diff ends with " + std::to_string(down.status);
        }
        if (!m_row.down.empty() && !prints(down.out, m_row.down)) {
            return "down: other SQL is wanted:\n" + m_row.down;
        }
        const auto wrong = trial.apply_down(down.out);
        return wrong.empty() ? "" : "down: " + wrong;
    }

    const DiffCase& m_row;
    const TempFolder& m_folder;
    std::string m_seen;
};

std::string fault_of(const DiffCase& row, const TempFolder& folder) {
    try {
        return Verdict(row, folder).of_all();
    } catch (const std::exception& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("each case of the file leads there and back") {
    const char* const path = std::getenv("HEADSTART_DIFF_CASES");
    REQUIRE(path != nullptr);
    make_roles_of_cases();
    const TempFolder folder;
    const auto rows = chosen_cases(path);
    REQUIRE_FALSE(rows.empty());
    for (const auto& row : rows) {
        const auto fault = fault_of(row, folder);
        if (row.is_open && fault.empty()) {
            UNSCOPED_INFO(path << ":" << row.line << ": case: " << row.name
                               << "\nholds now: take its `-- open:` away");
            CHECK(false); // the case above
        }
        if (!row.is_open && !fault.empty()) {
            UNSCOPED_INFO(path << ":" << row.line << ": case: " << row.name << "\n"
                               << show("from", row.from) << show("to", row.to) << fault);
            CHECK(false); // the case above
        }
    }
}
