#include "diag/progress_bar.hpp"

#include "base/duration.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "diag/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace headstart::diag {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t k_cells = 14;
constexpr auto k_redraw_every = 1s;

// ECMA-48, and DEC's switch for automatic line breaks: a character that is wider than we count must not push
// the line into the next one, where nobody would take it away again.
constexpr std::string_view k_erase_line = "\r\x1b[2K";
constexpr std::string_view k_no_wrap = "\x1b[?7l";
constexpr std::string_view k_wrap = "\x1b[?7h";

ProgressBar* the_bar = nullptr;

/// The first process of a container writes to the container's log, also where that has a terminal (`docker
/// run -t`, `tty: true`): each line that is drawn anew would be one of the log.
bool is_looked_at() {
    if (::getpid() == 1) {
        return false;
    }
    const char* terminal = std::getenv("TERM");
    return log_format() == LogFormat::text && is_logged(LogLevel::info) && terminal != nullptr &&
           *terminal != '\0' && std::string_view(terminal) != "dumb" && ::isatty(STDERR_FILENO) == 1;
}

std::size_t terminal_width() {
    winsize size{};
    const bool is_known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? size.ws_col : 80;
}

/// At once, so that nothing else of ours gets in between. A terminal that has gone away is none of our
/// business.
void write_out(const std::string& text) {
    (void)!::write(STDERR_FILENO, text.data(), text.size());
}

std::string cut(std::string text, std::size_t characters) {
    text.resize(base::byte_offset_of_character(text, characters));
    return text;
}

} // namespace

ProgressBar::ProgressBar(std::size_t done, std::size_t total)
    : m_done(done)
    , m_total(total) {
    if (is_looked_at()) {
        the_bar = this;
    }
}

ProgressBar::~ProgressBar() {
    erase();
    if (the_bar == this) {
        the_bar = nullptr;
    }
}

void ProgressBar::begin(std::string what) {
    std::replace(what.begin(), what.end(), '\t', ' '); // which is one cell
    m_what = base::printable(what);
    m_begin = base::Clock::now();
    draw_if_due();
}

void ProgressBar::advance(std::size_t count) {
    m_done += count;
    draw_if_due();
}

void ProgressBar::draw_if_due() {
    if (the_bar == this && m_redraw.has_passed()) {
        draw();
    }
}

void ProgressBar::draw() {
    m_redraw = base::Deadline::after(k_redraw_every);
    m_is_drawn = true;
    write_out(fmt::format("{}{}{}{}", k_erase_line, k_no_wrap, line(terminal_width()), k_wrap));
}

void ProgressBar::erase() {
    if (std::exchange(m_is_drawn, false)) {
        write_out(std::string(k_erase_line));
    }
}

std::string ProgressBar::line(std::size_t width) const {
    const auto filled = m_total == 0 ? 0 : std::min(k_cells, k_cells * m_done / m_total);
    const auto elapsed = base::elapsed_since(m_begin);
    const auto left = fmt::format("[{:#<{}}{:-<{}}] {}/{} ", "", filled, "", k_cells - filled,
                                  base::grouped(m_done), base::grouped(m_total));
    const auto right = elapsed < 1min ? fmt::format("  {:.1f} s", static_cast<double>(elapsed.count()) / 1000)
                                      : fmt::format("  {}", base::format_duration(elapsed));
    const auto room = width > left.size() + right.size() ? width - left.size() - right.size() : 0;
    return cut(left + cut(m_what, room) + right, width);
}

base::Deadline ProgressPulse::due() const {
    return the_bar != nullptr && !the_bar->m_what.empty() ? the_bar->m_redraw : base::Deadline::never();
}

void ProgressPulse::beat() {
    show_progress_bar();
}

void hide_progress_bar() {
    if (the_bar != nullptr) {
        the_bar->erase();
    }
}

void show_progress_bar() {
    if (the_bar != nullptr && !the_bar->m_what.empty()) {
        the_bar->draw_if_due();
    }
}

} // namespace headstart::diag
