#include "postgres/notices.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace headstart::postgres {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t k_longest = 2000; ///< bytes of one text
constexpr auto k_tell_every = 10s;

std::string shortened(const std::string& text) {
    const auto kept = base::beginning(text, k_longest);
    return kept.size() == text.size()
               ? text
               : fmt::format("{}… ({} more bytes left out)", kept, base::grouped(text.size() - kept.size()));
}

} // namespace

void NoticeLog::log(const pg::ServerError& notice) {
    if (!may_log()) {
        ++m_left_out;
        if (m_left_out == 1) {
            m_tell_due = base::Deadline::after(k_tell_every);
        } else if (m_tell_due.has_passed()) {
            tell_left_out();
        }
        return;
    }
    const auto level = notice.severity == "WARNING" ? diag::LogLevel::warning : diag::LogLevel::info;
    // What a warning is about may stand there alone: that a COMMIT that was cancelled is one all the same.
    const auto detail = level == diag::LogLevel::warning && !notice.detail.empty()
                            ? fmt::format(" ({})", shortened(notice.detail))
                            : "";
    m_reporter.log(
        level, fmt::format("the server says: {}{}", shortened(notice.message), detail),
        {{"event", "notice"}, {"sqlstate", notice.sqlstate}, {"detail", shortened(notice.detail)}});
}

void NoticeLog::tell_left_out() {
    if (m_left_out == 0) {
        return;
    }
    m_reporter.info(fmt::format("… {} left out", base::counted(m_left_out, "more notice")),
                    {{"event", "notices_left_out"}, {"count", diag::count_of(m_left_out)}});
    m_left_out = 0;
}

bool NoticeLog::may_log() {
    const auto now = base::Clock::now();
    const std::chrono::duration<double> passed = now - m_budget_of;
    m_budget = std::min(k_at_once, m_budget + passed.count() * k_each_second);
    m_budget_of = now;
    if (m_budget < 1) {
        return false;
    }
    m_budget -= 1;
    return true;
}

} // namespace headstart::postgres
