#pragma once

#include "diag/source.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace headstart::scripts {

/// Bytes, from which on a file is not read into memory.
inline constexpr std::uint64_t k_mapped_from = std::uint64_t{32} << 20U;

/// A long file, read where it stands on the disk (mmap(2)). Of its pages only those that were read last are
/// kept in memory, however long it is, so that a file of a gigabyte runs in a container of a few megabytes.
///
/// Somebody may write into it meanwhile: is_unchanged() is to be asked before what was read of it counts. A
/// file that is cut short ends the process, with a last word.
///
/// Null for a file that is shorter. Throws std::system_error as base::read_file() does.
std::shared_ptr<const diag::TextHolder> map_file(const std::filesystem::path& path, std::uint64_t most_bytes);

} // namespace headstart::scripts
