#pragma once

#include "base/wait.hpp"

#include <cstddef>
#include <string>

namespace headstart::diag {

/// A line at the foot of the terminal, below the log: how much is done, what is at work and for how long.
///
///     [#########-----] 3/10 a1b2c3 Add users  4.2 s
///
/// It is drawn only for somebody who looks on: standard error is a terminal that knows more than a
/// typewriter, the log is text of level info, and this is no container's first process. It is drawn once a
/// second at most; log lines take its place until then. One at a time; the line is
/// gone with the object.
class ProgressBar {
public:
    ProgressBar(std::size_t done, std::size_t total);
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar();

    /// What is at work from now on.
    void begin(std::string what);
    /// So many more are done.
    void advance(std::size_t count);

private:
    friend class ProgressPulse;
    friend void show_progress_bar();
    friend void hide_progress_bar();

    void draw_if_due();
    void draw();
    void erase();
    [[nodiscard]] std::string line(std::size_t width) const;

    std::size_t m_done;
    std::size_t m_total;
    std::string m_what;
    base::Clock::time_point m_begin = base::Clock::now();
    base::Deadline m_redraw = base::Deadline::after(base::milliseconds{0}); ///< a second after it was drawn
    bool m_is_drawn = false;
};

/// Lets the bar's clock run while something is waited for. Does nothing where there is no bar.
class ProgressPulse final : public base::Pulse {
public:
    [[nodiscard]] base::Deadline due() const override;
    void beat() override;
};

/// For the log: takes the bar's line away for a record, and puts it back below it.
void hide_progress_bar();
void show_progress_bar();

} // namespace headstart::diag
