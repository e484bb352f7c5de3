#pragma once

#include "commands/context.hpp"
#include "process/keeper.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace headstart::commands {

/// A PostgreSQL server of our own, of the programs that are installed here: for scratch databases. It listens
/// on a Unix socket that nobody else can reach, keeps nothing through a power cut, and is ended and removed
/// whatever ends us.
class LocalCluster {
public:
    /// Throws diag::Error (failed, no_scratch_database) where the programs are not there, or do not run.
    explicit LocalCluster(const Context& context);

    /// How to connect to it, in libpq's words.
    [[nodiscard]] std::string url() const;

private:
    std::filesystem::path m_folder;
    std::unique_ptr<process::Keeper> m_keeper;
};

} // namespace headstart::commands
