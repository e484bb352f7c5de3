/// Runs one case: what the binary writes for people, whole, compared with what stands beside it.
///
///     tests/golden/<area>/<case>/command      lines for sh, with `headstart` in the PATH
///                               input/        the working folder, copied; or <area>/input/, for all its
///                               cases expected.stdout, expected.stderr   left out where nothing is written
///                               expected.status
///
/// HEADSTART_GOLDEN_CASE names the case, as ctest does; HEADSTART_GOLDEN_REWRITE=1 writes what came instead.

#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/project.hpp"
#include "support/temp_folder.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

namespace fs = std::filesystem;
using namespace headstart::test;

namespace {

constexpr std::array k_expected{"expected.stdout", "expected.stderr", "expected.status"};

/// Nothing for a file that is not there.
std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// With what differs from run to run replaced: the working folder, times, the version.
std::string steady(std::string text, const std::string& folder) {
    static const std::regex log_prefix(R"((^|\n)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (\w+) +)");
    static const std::regex date(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}(\+00:00)?)");
    static const std::regex version(R"('\d+\.\d+\.\d+')");
    static const std::regex grammar(R"(built-in grammar of PostgreSQL \d+)");
    text = std::regex_replace(text, log_prefix, "$1$2: ");
    text = std::regex_replace(text, grammar, "built-in grammar of PostgreSQL <major>");
    text = std::regex_replace(text, date, "<date$1>");
    text = std::regex_replace(text, version, "'<version>'");
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
        text.replace(at, folder.size(), "<folder>");
    }
    return text;
}

Outcome run_case(const fs::path& folder) {
    const TempFolder work;
    const auto input = fs::exists(folder / "input") ? folder / "input" : folder.parent_path() / "input";
    if (fs::exists(input)) {
        fs::copy(input, work.path(), fs::copy_options::recursive);
    }
    const TempFolder bin; // the binary may have another name
    fs::create_symlink(headstart_binary(), bin.path() / "headstart");
    auto outcome = run({{"sh", "-u", (folder / "command").string()},
                        {{"PATH", bin.path().string() + ":/usr/bin:/bin"},
                         {"HOME", work.path().string()},
                         {"LANG", "C.UTF-8"},
                         {"TZ", "UTC"}},
                        work.path()});
    outcome.out = steady(outcome.out, work.path().string());
    outcome.err = steady(outcome.err, work.path().string());
    return outcome;
}

void rewrite(const fs::path& path, const std::string& text) {
    if (text.empty()) {
        fs::remove(path);
    } else {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    }
}

bool is_used(const fs::path& file, const fs::path& root) {
    const auto inside = file.lexically_relative(root);
    const std::vector<std::string> parts(inside.begin(), inside.end());
    if (parts.size() < 3) {
        return parts.size() == 1; // the runner itself
    }
    const auto name = parts.back();
    const bool is_input = parts[1] == "input" || parts[2] == "input";
    const bool is_expected = std::find(k_expected.begin(), k_expected.end(), name) != k_expected.end();
    const auto folder = root / parts[0] / parts[1];
    return is_input ||
           (parts.size() == 3 && fs::exists(folder / "command") && (name == "command" || is_expected));
}

} // namespace

TEST_CASE("a case writes what it did when it was looked at") {
    const char* const folder = std::getenv("HEADSTART_GOLDEN_CASE");
    REQUIRE(folder != nullptr);
    const auto outcome = run_case(folder);
    const std::array came{outcome.out, outcome.err, std::to_string(outcome.status) + "\n"};
    const bool rewrites = std::getenv("HEADSTART_GOLDEN_REWRITE") != nullptr;
    for (std::size_t i = 0; i < came.size(); ++i) {
        const auto path = fs::path(folder) / k_expected.at(i);
        if (rewrites) {
            rewrite(path, came.at(i));
        }
        INFO(path.string());
        CHECK(came.at(i) == read(path));
    }
}

TEST_CASE("every file belongs to a case") {
    const fs::path root = HEADSTART_GOLDEN_ROOT;
    std::string unused;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (entry.is_regular_file() && !is_used(entry.path(), root)) {
            unused += entry.path().string() + "\n";
        }
    }
    CHECK(unused == "");
}
