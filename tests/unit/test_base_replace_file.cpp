#include "base/file.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

using namespace headstart;
namespace fs = std::filesystem;

namespace {

std::string content_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("a file is replaced, whether it is there or not, and nothing is left beside it") {
    const test::TempFolder folder;
    const auto path = folder.path() / "f";
    base::replace_file(path, "one");
    base::replace_file(path, "two");
    CHECK(content_of(path) == "two");
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a link to a file is not replaced, and its target is not written to") {
    const test::TempFolder folder;
    const auto target = fs::path(folder.write("target", "kept"));
    const auto link = folder.path() / "link";
    fs::create_symlink(target, link);
    CHECK_THROWS_AS(base::replace_file(link, "new"), std::system_error);
    CHECK(fs::is_symlink(link));
    CHECK(content_of(target) == "kept");
    const auto dangling = folder.path() / "dangling";
    fs::create_symlink(folder.path() / "nothing", dangling);
    CHECK_THROWS_AS(base::replace_file(dangling, "new"), std::system_error);
    CHECK(!fs::exists(folder.path() / "nothing"));
}

TEST_CASE("what is no file is written to, and stays what it is") {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const fs::path path = "/proc/self/fd/" + std::to_string(ends[1]); // as /dev/stdout leads to
    base::replace_file(path, "written");
    std::array<char, 16> buffer{};
    CHECK(::read(ends[0], buffer.data(), buffer.size()) == 7);
    CHECK(std::string(buffer.data()) == "written");
    ::close(ends[0]);
    ::close(ends[1]);
    const test::TempFolder folder;
    CHECK_THROWS_AS(base::replace_file(folder.path(), "new"), std::system_error); // a folder
    CHECK(fs::is_directory(folder.path()));
}
