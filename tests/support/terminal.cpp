#include "support/terminal.hpp"

#include "base/utf8.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <pty.h>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace headstart::test {

namespace {

/// One line of the screen; wide characters are followed by an empty cell.
using Cells = std::vector<std::string>;

/// As a terminal reads it: printable characters, CR, LF, the three sequences of the progress bar, and
/// colours, which do not move anything.
class Screen {
public:
    explicit Screen(std::size_t columns)
        : m_columns(columns) {}

    void put(std::string_view text) {
        while (!text.empty()) {
            text.remove_prefix(text.front() == '\x1b' ? control(text) : character(text));
        }
    }

    [[nodiscard]] std::string text() const {
        std::string text;
        for (const auto& line : m_lines) {
            std::string shown;
            for (const auto& cell : line) {
                shown += cell;
            }
            const auto end = shown.find_last_not_of(' ');
            text += shown.substr(0, end == std::string::npos ? 0 : end + 1) + "\n";
        }
        // The cursor's own line counts only if something stands in it.
        return m_lines.back().empty() ? text.substr(0, text.size() - 1) : text;
    }

private:
    std::size_t control(std::string_view text) {
        for (const auto* known : {"\x1b[2K", "\x1b[?7l", "\x1b[?7h"}) {
            const std::string_view sequence = known;
            if (text.starts_with(sequence)) {
                if (sequence == "\x1b[2K") {
                    m_lines.back().clear();
                } else {
                    m_wraps = sequence.back() == 'h';
                }
                return sequence.size();
            }
        }
        const auto end = text.find_first_not_of("\x1b[0123456789;");
        if (text.starts_with("\x1b[") && end != std::string_view::npos && text[end] == 'm') {
            return end + 1;
        }
        throw std::runtime_error("an unknown control sequence: " + std::string(text.substr(1, 8)));
    }

    std::size_t character(std::string_view text) {
        if (text.front() == '\r' || text.front() == '\n') {
            m_column = 0;
            if (text.front() == '\n') {
                m_lines.emplace_back();
            }
            return 1;
        }
        const auto length = base::byte_offset_of_character(text, 1);
        const std::size_t width = length >= 3 && text.front() >= '\xe3' ? 2 : 1;
        if (m_column + width > m_columns) {
            if (m_wraps) {
                m_lines.emplace_back();
                m_column = 0;
            } else {
                m_column = m_columns - width;
            }
        }
        auto& line = m_lines.back();
        line.resize(std::max(line.size(), m_column + width), " ");
        line[m_column] = text.substr(0, length);
        if (width == 2) {
            line[m_column + 1] = "";
        }
        m_column += width;
        return length;
    }

    std::size_t m_columns;
    std::size_t m_column = 0;
    bool m_wraps = true;
    std::vector<Cells> m_lines{Cells{}};
};

} // namespace

Terminal::Terminal(unsigned short columns, unsigned short rows)
    : m_columns(columns) {
    winsize size{};
    size.ws_col = columns;
    size.ws_row = rows;
    int master = -1;
    int program = -1;
    if (::openpty(&master, &program, nullptr, nullptr, &size) != 0) {
        throw std::system_error(errno, std::generic_category(), "openpty");
    }
    m_master = base::Fd(master);
    m_program = base::Fd(program);
    ::fcntl(master, F_SETFL, O_NONBLOCK);
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(program, F_SETFD, FD_CLOEXEC);
}

void Terminal::type(std::string_view text) const {
    if (::write(m_master.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw std::system_error(errno, std::generic_category(), "write");
    }
}

const std::string& Terminal::written() {
    std::array<char, 4096> buffer{};
    while (true) {
        const auto count = ::read(m_master.get(), buffer.data(), buffer.size());
        if (count <= 0) {
            return m_written;
        }
        m_written.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

std::string Terminal::screen() {
    Screen screen(m_columns);
    screen.put(written());
    return screen.text();
}

} // namespace headstart::test
