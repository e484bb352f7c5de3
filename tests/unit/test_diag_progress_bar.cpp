#include "base/fd.hpp"
#include "diag/log.hpp"
#include "diag/progress_bar.hpp"
#include "support/catch.hpp"
#include "support/scoped_variable.hpp"
#include "support/terminal.hpp"

#include <fcntl.h>
#include <regex>
#include <unistd.h>

using namespace headstart;
using namespace std::chrono_literals;
using diag::LogFormat;
using diag::LogLevel;
using diag::ProgressBar;
using test::ScopedVariable;
using test::Terminal;

namespace {

/// This process's standard error is a terminal of the test's for as long as it lives.
class OnTerminal {
public:
    explicit OnTerminal(Terminal& terminal, LogLevel level = LogLevel::info,
                        LogFormat format = LogFormat::text)
        : m_before(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) {
        ::dup2(terminal.fd(), STDERR_FILENO);
        diag::configure_log(level, format);
    }

    OnTerminal(const OnTerminal&) = delete;
    OnTerminal& operator=(const OnTerminal&) = delete;

    ~OnTerminal() {
        diag::configure_log(LogLevel::info, LogFormat::text);
        ::dup2(m_before.get(), STDERR_FILENO);
    }

private:
    base::Fd m_before;
    ScopedVariable m_term{"TERM", "xterm"};
};

/// Times differ from run to run.
std::string steady(std::string screen) {
    screen = std::regex_replace(screen, std::regex(R"(\d{4}-\d\d-\d\d [0-9:.]{12} )"), "");
    return std::regex_replace(screen, std::regex(R"(\d+\.\d s)"), "<time>");
}

/// It is drawn once a second.
void wait_for_next_line() {
    diag::ProgressPulse pulse;
    base::pause(1100ms, {base::Deadline::never(), base::WaitContext::none().with(&pulse)});
}

} // namespace

TEST_CASE("the bar says how much is done and what is at work, and goes") {
    Terminal terminal(60);
    const OnTerminal stderr_there(terminal);
    {
        ProgressBar bar(1, 4);
        CHECK(terminal.screen() == "");
        bar.begin("b2 Make b2");
        CHECK(steady(terminal.screen()) == "[###-----------] 1/4 b2 Make b2  <time>\n");
        bar.advance(3);
        CHECK(steady(terminal.screen()) == "[###-----------] 1/4 b2 Make b2  <time>\n");
        wait_for_next_line();
        CHECK(steady(terminal.screen()) == "[##############] 4/4 b2 Make b2  <time>\n");
    }
    CHECK(terminal.screen() == "");
}

TEST_CASE("log lines stand above the bar, whole") {
    Terminal terminal(60);
    const OnTerminal stderr_there(terminal);
    {
        ProgressBar bar(0, 2);
        bar.begin("a1 Make a1");
        diag::log_info("one");
        diag::log_warning("two");
        CHECK(steady(terminal.screen()) == "info    one\nwarning two\n");
        wait_for_next_line();
        CHECK(steady(terminal.screen()) ==
              "info    one\nwarning two\n[--------------] 0/2 a1 Make a1  <time>\n");
    }
    diag::log_info("three");
    CHECK(steady(terminal.screen()) == "info    one\nwarning two\ninfo    three\n");
}

TEST_CASE("the bar stays on one line, however narrow that is and whatever is in the message") {
    Terminal terminal(40);
    const OnTerminal stderr_there(terminal);
    {
        ProgressBar bar(0, 2);
        bar.begin("a1\x1b[31m\nof more than one line and with \xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e");
        CHECK(steady(terminal.screen()) == "[--------------] 0/2 a1\\x1b[31m\\n  <time>\n");
        bar.begin("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
                  "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e");
        const auto screen = terminal.screen();
        CHECK(std::count(screen.begin(), screen.end(), '\n') == 1);
    }
    CHECK(terminal.screen() == "");
    Terminal tiny(5);
    const OnTerminal stderr_here(tiny);
    ProgressBar bar(0, 2);
    bar.begin("a1");
    CHECK(tiny.screen() == "[----\n");
}

TEST_CASE("the bar's clock runs while something is waited for") {
    Terminal terminal(60);
    const OnTerminal stderr_there(terminal);
    diag::ProgressPulse pulse;
    ProgressBar bar(0, 1);
    CHECK_FALSE(pulse.due().remaining().has_value());
    bar.begin("a1");
    const auto before = terminal.screen();
    wait_for_next_line();
    CHECK(terminal.screen() != before);
    CHECK(steady(terminal.screen()) == steady(before));
}

TEST_CASE("nothing is drawn for who does not look on") {
    const auto drawn = [](LogLevel level, LogFormat format, const char* term) {
        Terminal terminal(60);
        const OnTerminal stderr_there(terminal, level, format);
        const ScopedVariable variable("TERM", term);
        ProgressBar bar(0, 1);
        bar.begin("a1");
        return terminal.written();
    };
    CHECK(drawn(LogLevel::debug, LogFormat::text, "xterm") != "");
    CHECK(drawn(LogLevel::info, LogFormat::json, "xterm") == "");
    CHECK(drawn(LogLevel::warning, LogFormat::text, "xterm") == "");
    CHECK(drawn(LogLevel::info, LogFormat::text, "dumb") == "");
    CHECK(drawn(LogLevel::info, LogFormat::text, nullptr) == "");
}
