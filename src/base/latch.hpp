#pragma once

#include "base/fd.hpp"

#include <array>
#include <fcntl.h>
#include <unistd.h>

namespace headstart::base {

/// What happens once on one thread and is waited for by another with poll(2). A pipe, and no eventfd(2),
/// which some profiles of container runtimes forbid. Whoever has one that is not open must do without a
/// thread.
class Latch {
public:
    Latch() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) == 0) {
            m_reader = Fd{ends[0]};
            m_writer = Fd{ends[1]};
        }
    }

    /// False where the system gives no more descriptors.
    [[nodiscard]] bool is_open() const { return m_reader.is_open(); }

    /// Readable from open() on; stays this object's.
    [[nodiscard]] int fd() const { return m_reader.get(); }

    /// Of the thread that it happens on, once: a hang-up of the pipe, which cannot fail.
    void open() { m_writer.close(); }

private:
    Fd m_reader;
    Fd m_writer;
};

} // namespace headstart::base
