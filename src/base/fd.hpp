#pragma once

#include <unistd.h>
#include <utility>

namespace headstart::base {

/// Owns one file descriptor; closes it on the way out. -1 is "none".
class Fd {
public:
    Fd() = default;

    explicit Fd(int fd)
        : m_fd(fd) {}

    Fd(Fd&& other) noexcept
        : m_fd(std::exchange(other.m_fd, -1)) {}

    Fd& operator=(Fd&& other) noexcept {
        if (this != &other) {
            close();
            m_fd = std::exchange(other.m_fd, -1);
        }
        return *this;
    }

    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;

    ~Fd() { close(); }

    [[nodiscard]] int get() const { return m_fd; }

    [[nodiscard]] bool is_open() const { return m_fd >= 0; }

    void close() {
        if (m_fd >= 0) {
            ::close(std::exchange(m_fd, -1));
        }
    }

private:
    int m_fd = -1;
};

} // namespace headstart::base
