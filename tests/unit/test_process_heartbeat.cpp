#include "process/heartbeat.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/file_times.hpp"
#include "support/temp_folder.hpp"

#include <sys/stat.h>

using namespace headstart;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::string refused(const test::TempFolder& folder, const fs::path& file) {
    return test::without(test::error_text([&] { const process::Heartbeat heartbeat(file); }),
                         folder.path().string() + "/");
}

} // namespace

TEST_CASE("a heartbeat makes its file, touches it in every wait, and takes it away at the end") {
    const test::TempFolder folder;
    const auto file = folder.path() / "alive";
    CHECK_FALSE(process::age_of_heartbeat(file).has_value());
    {
        process::Heartbeat heartbeat(file);
        CHECK(fs::file_size(file) == 0);
        test::make_older(file, 600s);
        CHECK(*process::age_of_heartbeat(file) > 599s);
        const auto limits =
            base::WaitLimits{base::Deadline::never(), base::WaitContext::none().with(&heartbeat)};
        // The beat is due after a second; the wait itself ends a little later.
        base::pause(1200ms, limits);
        CHECK(*process::age_of_heartbeat(file) < 60s);
        fs::remove(file);
        base::pause(1200ms, limits);
        CHECK(fs::exists(file));
    }
    CHECK_FALSE(fs::exists(file));
}

TEST_CASE("what is no heartbeat file is refused, and left as it is") {
    const test::TempFolder folder;
    const auto data = folder.write("data", "precious");
    CHECK(refused(folder, data) ==
          "error[HS0701]: data cannot be the heartbeat file: it is there and is something else\n"
          "hint: name a file that is not there yet, in a folder that headstart may write to: an emptyDir, a "
          "tmpfs, /tmp\n");
    CHECK(folder.read("data") == "precious");
    const auto target = folder.write("target", "");
    fs::create_symlink(target, folder.path() / "link");
    CHECK(refused(folder, folder.path() / "link").find("it is a symbolic link") != std::string::npos);
    CHECK(fs::is_symlink(folder.path() / "link"));
    CHECK(refused(folder, folder.path()).find("Is a directory") != std::string::npos);
    CHECK(refused(folder, folder.path() / "no" / "file").find("No such file or directory") !=
          std::string::npos);
    REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
    CHECK(refused(folder, folder.path() / "pipe").find("cannot be the heartbeat file") != std::string::npos);
    CHECK(fs::exists(folder.path() / "pipe"));
}

TEST_CASE("a file left behind by a run that was killed is taken over") {
    const test::TempFolder folder;
    const auto file = folder.write("alive", "");
    test::make_older(file, 600s);
    const process::Heartbeat heartbeat(file);
    CHECK(*process::age_of_heartbeat(file) < 60s);
}
