#include "diag/last_word.hpp"

#include "diag/codes.hpp"
#include "diag/exit_code.hpp"
#include "diag/refusal.hpp"

#include <array>
#include <cstdio>
#include <ctime>
#include <exception>
#include <new>
#include <unistd.h>

namespace headstart::diag {

namespace {

/// A line on the stack; what is too long for it is cut off.
class Line {
public:
    void add(std::string_view text) noexcept {
        for (const char c : text) {
            put(c);
        }
    }

    void add_foreign(std::string_view text, bool is_json) noexcept {
        for (const char c : text.substr(0, k_longest_part)) {
            if (is_json && (c == '"' || c == '\\')) {
                put('\\');
            }
            put(c >= ' ' && c <= '~' ? c : '?');
        }
    }

    void write() noexcept {
        m_text[m_size] = '\n'; // NOLINT(cppcoreguidelines-pro-bounds-constant-array-index): put() leaves room
        if (::write(STDERR_FILENO, m_text.data(), m_size + 1) < 0) {
            return; // there is nobody left to tell
        }
    }

private:
    void put(char c) noexcept {
        if (m_size + 1 < m_text.size()) {
            m_text[m_size++] = c; // NOLINT(cppcoreguidelines-pro-bounds-constant-array-index)
        }
    }

    static constexpr std::size_t k_longest_part = 400; // so that a record is always whole
    std::array<char, 2048> m_text{};
    std::size_t m_size = 0;
};

void add_time(Line& line) noexcept {
    timespec now{};
    tm parts{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    ::gmtime_r(&now.tv_sec, &parts);
    std::array<char, 40> text{};
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    line.add({text.data(), size});
    std::snprintf(text.data(), text.size(), ".%03ldZ", now.tv_nsec / 1'000'000);
    line.add(text.data());
}

[[noreturn]] void terminate() noexcept {
    constexpr std::string_view k_hint =
        "this is a fault of headstart: please report it, with the command and the log";
    try {
        if (const auto current = std::current_exception()) {
            std::rethrow_exception(current);
        }
        write_last_word(code::internal, "headstart ended in the middle of its work", k_hint);
    } catch (const std::bad_alloc&) {
        write_last_word(code::out_of_memory, "there is not enough memory", k_more_memory);
    } catch (const std::exception& error) {
        write_last_word(code::internal, error.what(), k_hint);
    } catch (...) {
        write_last_word(code::internal, "headstart ended in the middle of its work", k_hint);
    }
    ::_exit(static_cast<int>(ExitCode::failed));
}

} // namespace

void write_last_word(std::string_view code, std::string_view message, std::string_view hint,
                     std::string_view event) noexcept {
    Line line;
    if (log_format() == LogFormat::json) {
        line.add("{\"time\":\"");
        add_time(line);
        line.add("\",\"level\":\"error\",\"code\":\"");
        line.add(code);
        line.add("\",\"message\":\"");
        line.add_foreign(message, true);
        line.add("\",\"hint\":\"");
        line.add_foreign(hint, true);
        line.add("\",\"event\":\"");
        line.add(event);
        line.add(event == "failed" ? "\",\"exit_code\":1}" : "\"}");
    } else {
        line.add("error[");
        line.add(code);
        line.add("]: ");
        line.add_foreign(message, false);
        line.write();
        line = Line();
        line.add("hint: ");
        line.add_foreign(hint, false);
    }
    line.write();
}

void say_why_we_terminate() {
    (void)log_format(); // makes the log now, and not in the middle of an end without memory
    std::set_terminate(terminate);
}

} // namespace headstart::diag
