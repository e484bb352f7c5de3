#pragma once

#include <algorithm>
#include <dirent.h>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace bench {

/// The whole file, with as few calls of the system as will do.
inline std::string read_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat facts{};
    if (file < 0 || ::fstat(file, &facts) != 0) {
        throw std::runtime_error(path + " cannot be read");
    }
    std::string text(static_cast<std::size_t>(facts.st_size), '\0');
    const auto size = ::read(file, text.data(), text.size());
    ::close(file);
    if (size != facts.st_size) {
        throw std::runtime_error(path + " cannot be read");
    }
    return text;
}

/// The paths of the .sql files of a folder of the benchmark, whose names sort as they are applied.
inline std::vector<std::string> script_files(const std::string& folder) {
    std::vector<std::string> paths;
    DIR* stream = ::opendir(folder.c_str());
    while (const dirent* entry = stream != nullptr ? ::readdir(stream) : nullptr) {
        const std::string name = entry->d_name;
        if (name.ends_with(".sql")) {
            paths.push_back(folder + "/" + name);
        }
    }
    if (stream != nullptr) {
        ::closedir(stream);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// All that one migration is to the server, in one text: its statements and its row in one transaction.
inline std::string transaction_of(const std::string& path, bool is_first) {
    const auto text = read_file(path);
    const auto begin = text.find("-- migrate:up\n");
    const auto name = path.substr(path.rfind('/') + 1);
    const auto id = name.substr(0, name.find('_'));
    return "BEGIN;" + text.substr(begin, text.find("-- migrate:down", begin) - begin) +
           (is_first ? "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);"
                       "INSERT INTO alembic_version VALUES ('" +
                           id + "');"
                     : "UPDATE alembic_version SET version_num = '" + id + "';") +
           "COMMIT";
}

} // namespace bench
