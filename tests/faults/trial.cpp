#include "faults/trial.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <numeric>
#include <string_view>

namespace headstart::test {

namespace {

bool wants_all() {
    const char* given = std::getenv("HEADSTART_FAULTS");
    return given != nullptr && given == std::string_view("full");
}

/// Printed when the process ends, behind what Catch2 has to say; what takes hours, row by row, so that a run
/// that is ended says how far it came.
class Table {
public:
    Table() = default;
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    ~Table() {
        if (!m_is_printed_at_once) {
            print_head();
            std::for_each(m_rows.begin(), m_rows.end(), print);
        }
    }

    void add(const Tally& row) {
        if (m_is_printed_at_once) {
            if (m_rows.empty()) {
                print_head();
            }
            print(row);
        }
        m_rows.push_back(row);
    }

private:
    static void print_head() {
        std::cout << std::setw(7) << "runs" << std::setw(7) << "lost" << std::setw(8) << "twice"
                  << "   tried\n";
    }

    static void print(const Tally& row) {
        std::cout << std::setw(7) << row.runs << std::setw(7) << row.lost << std::setw(8) << row.repeated
                  << "   " << row.tried << std::endl;
    }

    bool m_is_printed_at_once = wants_all();
    std::vector<Tally> m_rows;
};

std::uint64_t choose_seed() {
    const char* given = std::getenv("HEADSTART_FAULTS_SEED");
    return given != nullptr ? std::stoull(given) : std::random_device{}();
}

/// A name as Catch2 takes it on its command line, where some characters mean something, in quotes for a
/// shell.
std::string test_argument(const std::string& name) {
    std::string escaped;
    for (const char character : name) {
        escaped += std::string_view(",[\\").find(character) == std::string_view::npos ? "" : "\\";
        escaped += character == '\'' ? std::string("'\\''") : std::string(1, character);
    }
    return "'" + escaped + "'";
}

} // namespace

Draw::Draw()
    : m_is_full(wants_all())
    , m_seed(choose_seed())
    , m_random(m_seed) {
    std::cout << replay() << std::endl; // at once, for a run that is killed too
}

std::vector<std::size_t> Draw::positions(std::size_t count, std::size_t at_most) {
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), 1);
    if (m_is_full) {
        return all;
    }
    std::vector<std::size_t> drawn;
    std::sample(all.begin(), all.end(), std::back_inserter(drawn), at_most, m_random);
    return drawn;
}

std::string Draw::share_of(std::size_t count, const std::string& what) const {
    return (m_is_full ? "at each of the " : "at some of the ") + std::to_string(count) + " " + what;
}

std::size_t Draw::one_of(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(1, count)(m_random);
}

std::string Draw::replay() const {
    auto command = std::string("again: ") + (m_is_full ? "" : "HEADSTART_FAULTS=share ") +
                   "HEADSTART_FAULTS_SEED=" + std::to_string(m_seed);
    for (const std::string name : {"HEADSTART_BUILD", "HEADSTART_BINARY", "PGBIN"}) {
        if (const char* value = std::getenv(name.c_str()); value != nullptr) {
            command += " " + name + "=" + value;
        }
    }
    return command + " tests/faults/run.sh " + test_argument(Catch::getResultCapture().getCurrentTestName());
}

void report(const Tally& tally) {
    static Table table;
    table.add(tally);
}

} // namespace headstart::test
