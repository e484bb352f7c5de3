#include "incidents/small_disk.hpp"

#include "support/process.hpp"

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <sys/mount.h>
#include <unistd.h>
#include <vector>

namespace headstart::test {

namespace {

std::string size_option(int megabytes) {
    return "size=" + std::to_string(megabytes) + "m,mode=755";
}

/// In /tmp, not in a TempFolder: the server's user must be able to enter it.
std::filesystem::path make_folder() {
    std::string name = "/tmp/headstart-disk.XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("mkdtemp " + name);
    }
    return name;
}

void mount_at(const std::filesystem::path& path, unsigned long flags, int megabytes) {
    if (::mount("tmpfs", path.c_str(), "tmpfs", flags, size_option(megabytes).c_str()) != 0) {
        throw std::runtime_error("mount " + path.string());
    }
}

} // namespace

SmallDisk::SmallDisk(int megabytes)
    : m_path(make_folder()) {
    mount_at(m_path, 0, megabytes);
    const auto outcome = run({{"chown", "postgres:", m_path}, {{"PATH", std::getenv("PATH")}}});
    if (outcome.status != 0) {
        throw std::runtime_error("chown: " + outcome.err);
    }
}

SmallDisk::~SmallDisk() {
    // Lazily: a server that is on its way down may still hold a file.
    if (::umount2(m_path.c_str(), MNT_DETACH) != 0 || ::rmdir(m_path.c_str()) != 0) {
        std::cerr << "cleaning up " << m_path << " failed\n";
    }
}

void SmallDisk::grow_to(int megabytes) const {
    mount_at(m_path, MS_REMOUNT, megabytes);
}

bool can_mount() {
    std::string name = "/tmp/headstart-disk.XXXXXX";
    if (::geteuid() != 0 || ::mkdtemp(name.data()) == nullptr) {
        return false;
    }
    const bool is_mounted = ::mount("tmpfs", name.c_str(), "tmpfs", 0, "size=64k") == 0;
    if (is_mounted) {
        ::umount2(name.c_str(), MNT_DETACH);
    }
    ::rmdir(name.c_str());
    return is_mounted;
}

} // namespace headstart::test
