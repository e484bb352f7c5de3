#pragma once

#include "base/fd.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace headstart::test {

/// A terminal without glass: what is written to it, and what somebody would see.
class Terminal {
public:
    explicit Terminal(unsigned short columns, unsigned short rows = 24);

    /// What a program gets as its standard error.
    [[nodiscard]] int fd() const { return m_program.get(); }

    /// As somebody does at its keys: what is typed before it is read waits, and is shown.
    void type(std::string_view text) const;

    /// All that has been written so far.
    const std::string& written();

    /// The lines that stand there now, each with its newline. Every character is one column wide but CJK,
    /// which is two. Throws for a control sequence that headstart has no business with.
    std::string screen();

private:
    std::size_t m_columns;
    base::Fd m_master;
    base::Fd m_program;
    std::string m_written;
};

} // namespace headstart::test
