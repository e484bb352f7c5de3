#pragma once

#include <chrono>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <sys/stat.h>

namespace headstart::test {

/// As if nobody had touched the file for that long.
inline void make_older(const std::filesystem::path& file, std::chrono::seconds by) {
    const timespec then{::time(nullptr) - by.count(), 0};
    const timespec both[]{then, then};
    if (::utimensat(AT_FDCWD, file.c_str(), both, 0) != 0) {
        throw std::runtime_error("cannot change the times of " + file.string());
    }
}

} // namespace headstart::test
