#pragma once

#include <filesystem>

namespace headstart::test {

/// A file system of a few megabytes in memory, which belongs to the server's user; gone at the end. Mounting
/// takes root: see can_mount().
class SmallDisk {
public:
    explicit SmallDisk(int megabytes);

    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    ~SmallDisk();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    /// What an administrator does to whom it has become too small.
    void grow_to(int megabytes) const;

    [[nodiscard]] std::uintmax_t free_bytes() const { return std::filesystem::space(m_path).available; }

private:
    std::filesystem::path m_path;
};

/// Root, in a container that lets it mount.
bool can_mount();

} // namespace headstart::test
