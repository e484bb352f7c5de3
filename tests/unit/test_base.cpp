#include "base/background.hpp"
#include "base/backoff.hpp"
#include "base/byte_size.hpp"
#include "base/deep_stack.hpp"
#include "base/duration.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/words.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/temp_folder.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <memory>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>

using namespace headstart;
using namespace std::chrono_literals;

TEST_CASE("words are what Python's expression for them finds, in lower case") {
    using Words = std::vector<std::string>;
    CHECK(base::words_in_lower_case("Add user's Phone_number!") == Words{"add", "user", "s", "phone_number"});
    CHECK(base::words_in_lower_case("Größe – ÄNDERN…") == Words{"größe", "ändern"});
    CHECK(base::words_in_lower_case("Таблица №5 → 表を追加") == Words{"таблица", "5", "表を追加"});
    CHECK(base::words_in_lower_case("x² 🚀 ⅷ Ⅷ «q»") == Words{"x²", "ⅷ", "ⅷ", "q"});
    CHECK(base::words_in_lower_case("a\xFF"
                                    "b\xC3") == Words{"a", "b"});
    CHECK(base::words_in_lower_case("") == Words{});
    CHECK(base::words_in_lower_case("--") == Words{});
}

TEST_CASE("durations are read with and without a unit") {
    CHECK(base::parse_duration("30") == 30s);
    CHECK(base::parse_duration("30s") == 30s);
    CHECK(base::parse_duration("500ms") == 500ms);
    CHECK(base::parse_duration("5m") == 5min);
    CHECK(base::parse_duration("1h") == 1h);
    CHECK(base::parse_duration("1m30s") == 90s);
    CHECK(base::parse_duration("0") == 0s);
    for (const auto* bad : {"", "s", "-1", "5x", "1m30", "99999999999999999999", "99999999h", "1.5s", " 5",
                            "0m5", "5 s", "1m 30s"}) {
        INFO(bad);
        CHECK_FALSE(base::parse_duration(bad).has_value());
    }
}

TEST_CASE("durations are shown to people") {
    CHECK(base::format_duration(850ms) == "850 ms");
    CHECK(base::format_duration(12'340ms) == "12.3 s");
    CHECK(base::format_duration(245s) == "4 min 5 s");
}

TEST_CASE("the first byte that is not UTF-8 is found") {
    CHECK_FALSE(base::find_invalid_utf8("").has_value());
    CHECK_FALSE(base::find_invalid_utf8("plain ascii, longer than eight bytes").has_value());
    CHECK_FALSE(base::find_invalid_utf8("Grüße, 日本, 🐘 and back to ascii").has_value());
    CHECK(base::find_invalid_utf8("latin1: \xfc") == 8U);
    CHECK(base::find_invalid_utf8("overlong \xc0\xaf") == 9U);
    CHECK(base::find_invalid_utf8("surrogate \xed\xa0\x80") == 10U);
    CHECK(base::find_invalid_utf8("cut off \xf0\x9f\x90") == 8U);
    CHECK(base::find_invalid_utf8("beyond \xf4\x90\x80\x80") == 7U);
    CHECK(base::find_invalid_utf8("alone \x80") == 6U);
}

TEST_CASE("characters are counted, not bytes") {
    CHECK(base::count_characters("Grüße") == 5);
    CHECK(base::byte_offset_of_character("Grüße", 3) == 4);
    CHECK(base::byte_offset_of_character("Grüße", 99) == 7);
}

TEST_CASE("slips of the finger are counted") {
    CHECK(base::edit_distance("", "") == 0);
    CHECK(base::edit_distance("", "abc") == 3);
    CHECK(base::edit_distance("abc", "") == 3);
    CHECK(base::edit_distance("sslmode", "sslmode") == 0);
    CHECK(base::edit_distance("sslmod", "sslmode") == 1);
    CHECK(base::edit_distance("sql", "slq") == 1);
    CHECK(base::edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("a slip of the finger finds its word, another word does not") {
    const std::vector<std::string> commands{"upgrade", "downgrade", "current", "history", "heads"};
    CHECK(base::nearest("upgarde", commands) == "upgrade");
    CHECK(base::nearest("curent", commands) == "current");
    CHECK_FALSE(base::nearest("frobnicate", commands).has_value());
}

TEST_CASE("lists are joined with every part, and split without the empty ones") {
    CHECK(base::join({}, ", ").empty());
    CHECK(base::join({"a", "b"}, ", ") == "a, b");
    CHECK(base::join({"", "b", ""}, ",") == ",b,");
    CHECK(base::split_list(" a, ,b ,", ",") == std::vector<std::string_view>{"a", "b"});
    CHECK(base::trim(" \t\r\n").empty());
}

TEST_CASE("files are read whole, and never written over") {
    const test::TempFolder folder;
    const std::string content = std::string("a\0b", 3) + std::string(100'000, 'x');
    const auto path = folder.write("sub/deeper/file", content);
    CHECK(base::read_file(path) == content);
    CHECK(base::read_file("/proc/self/status").find("Pid:") != std::string::npos); // says it has 0 bytes
    const auto code_of = [](auto&& call) {
        try {
            call();
        } catch (const std::system_error& error) {
            return error.code().value();
        }
        return 0;
    };
    CHECK(code_of([&] { base::write_new_file(path, ""); }) == EEXIST);
    CHECK(base::read_file(path) == content);
    CHECK(code_of([&] { base::read_file(folder.path()); }) == EISDIR);
    CHECK(code_of([&] { base::read_file(folder.path() / "none"); }) == ENOENT);
}

TEST_CASE("only what is a file is read, and a pipe without a name where it may be one") {
    const test::TempFolder folder;
    const auto fault_of = [](const std::filesystem::path& path, const base::FileRules& rules = {},
                             const base::WaitLimits& limits = {}) -> std::error_code {
        try {
            base::read_file(path, rules, limits);
        } catch (const std::system_error& error) {
            return error.code();
        }
        return {};
    };
    const auto fifo = folder.path() / "fifo";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK(fault_of(fifo) == base::FileFault::is_named_pipe);
    CHECK(fault_of(fifo, {.may_be_pipe = true}) == base::FileFault::is_named_pipe);
    CHECK(fault_of("/dev/zero", {.may_be_pipe = true, .may_be_null = true}) == base::FileFault::is_device);
    CHECK(fault_of("/dev/null") == base::FileFault::is_device);
    CHECK(base::read_file("/dev/null", {.may_be_null = true}).empty());
    const auto large = folder.write("large", std::string(100, 'x'));
    CHECK(fault_of(large, {.most_bytes = 99}) == base::FileFault::is_too_large);
    CHECK(fault_of(large, {.most_bytes = 100}) == std::error_code{});

    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const base::Fd reading(ends[0]);
    base::Fd writing(ends[1]);
    const auto path = "/dev/fd/" + std::to_string(reading.get());
    REQUIRE(::write(writing.get(), "abc", 3) == 3);
    CHECK(fault_of(path) == base::FileFault::is_pipe);
    CHECK(fault_of(path, {.most_bytes = 2, .may_be_pipe = true}) == base::FileFault::is_too_large);
    CHECK(fault_of(path, {.may_be_pipe = true}, {base::Deadline::after(20ms), base::WaitContext::none()}) ==
          base::FileFault::is_silent);
    const base::Fd raised(::eventfd(1, 0));
    CHECK_THROWS_AS(base::read_file(path, {.may_be_pipe = true},
                                    {base::Deadline::never(), base::WaitContext(raised.get())}),
                    base::Stopped);
    REQUIRE(::write(writing.get(), "def", 3) == 3);
    writing.close();
    CHECK(base::read_file(path, {.may_be_pipe = true}) == "def");
}

TEST_CASE("sizes are PostgreSQL's") {
    CHECK(base::parse_byte_size("1GB") == 1ULL << 30U);
    CHECK(base::parse_byte_size("64 kB") == 65536U);
    CHECK(base::parse_byte_size("5mb") == 5ULL << 20U);
    CHECK(base::parse_byte_size("100") == 100U);
    for (const auto* const bad : {"", "GB", "-1", "1.5GB", "1XB", "99999999999999TB", "1GB "}) {
        INFO(bad);
        CHECK(base::parse_byte_size(bad).has_value() == (std::string(bad) == "1GB "));
    }
    CHECK(base::format_byte_size(1ULL << 30U) == "1 GB");
    CHECK(base::format_byte_size(1536ULL << 20U) == "1536 MB");
    CHECK(base::format_byte_size(11) == "11 B");
}

TEST_CASE("back-off grows, stays under its cap and never falls below the first wait") {
    base::Backoff backoff(10ms, 200ms);
    for (int i = 0; i < 200; ++i) {
        const auto wait = backoff.next();
        CHECK(wait >= 10ms);
        CHECK(wait <= 200ms);
    }
}

TEST_CASE("a wait ends at its deadline, and at once when it is told to stop") {
    CHECK(base::pause(10s, {base::Deadline::after(5ms)}) == base::Readiness::timed_out);
    CHECK(base::pause(1ms, {base::Deadline::after(10s)}) == base::Readiness::ready);
    const base::Fd stop{::eventfd(1, EFD_CLOEXEC)};
    const base::WaitLimits limits{base::Deadline::after(60s), base::WaitContext{stop.get()}};
    CHECK_THROWS_AS(base::pause(60s, limits), base::Stopped);
    CHECK(limits.stop.is_stop_requested());
}

namespace {

/// Goes down until so much of the stack is taken.
std::size_t take_stack(std::size_t bytes) {
    std::array<volatile char, 4096> frame{};
    frame.back() = 1;
    return bytes <= frame.size() ? frame.size() : take_stack(bytes - frame.size()) + frame.size();
}

} // namespace

TEST_CASE("a deep call has its stack, here or on a thread") {
    const auto here = std::this_thread::get_id();
    const auto runs_here = [&](std::size_t bytes) {
        std::thread::id there;
        REQUIRE(base::run_with_stack(bytes, [&] { there = std::this_thread::get_id(); }));
        return there == here;
    };
    constexpr std::size_t k_mebibyte = std::size_t{1} << 20U;
    CHECK(runs_here(0));
    CHECK(runs_here(4096));
    CHECK_FALSE(runs_here(64 * k_mebibyte));
    std::size_t taken = 0;
    CHECK(base::run_with_stack(64 * k_mebibyte, [&] { taken = take_stack(32 * k_mebibyte); }));
    CHECK(taken >= 32 * k_mebibyte);
    CHECK_THROWS_AS(base::run_with_stack(64 * k_mebibyte, [] { throw base::Stopped{}; }), base::Stopped);
    bool has_run = false;
    CHECK_FALSE(base::run_with_stack(std::size_t{1} << 60U, [&] { has_run = true; }));
    CHECK_FALSE(has_run);
}

TEST_CASE("a blocking call is waited for, and left behind at the deadline") {
    auto value = std::make_shared<std::atomic<int>>(0);
    CHECK(base::run_in_background([value] { *value = 42; }, {base::Deadline::after(10s)}) ==
          base::Readiness::ready);
    CHECK(*value == 42);
    const auto gate = std::make_shared<base::Fd>(::eventfd(0, EFD_CLOEXEC));
    const auto blocked = [gate] {
        eventfd_t count = 0;
        eventfd_read(gate->get(), &count);
    };
    CHECK(base::join_background());
    CHECK(base::run_in_background(blocked, {base::Deadline::after(5ms)}) == base::Readiness::timed_out);
    CHECK_FALSE(base::join_background());
    eventfd_write(gate->get(), 1);
    CHECK(test::eventually(30s, [] { return base::join_background(); }));
}

TEST_CASE("counts have separators of thousands, and their words are right for one") {
    CHECK(base::counted(0, "statement") == "0 statements");
    CHECK(base::counted(1, "statement") == "1 statement");
    CHECK(base::counted(10'000, "statement") == "10,000 statements");
}
