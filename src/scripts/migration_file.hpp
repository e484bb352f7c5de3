#pragma once

#include "diag/diagnostic.hpp"
#include "diag/source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <system_error>

namespace headstart::scripts {

/// A text file that is part of the load order: its bytes, checked to be UTF-8.
using SourceFile = std::shared_ptr<const diag::SourceText>;

/// A migration's file: read as far as its header goes, and to its end for who wants to know more. Most of a
/// folder is applied, and of that nobody does. A file of a few kilobytes is read in one go all the same.
class MigrationFile {
public:
    /// Reads what it needs. `place.text` is empty. Throws std::system_error as base::read_file() does.
    MigrationFile(diag::SourceText place, std::uint64_t most_bytes, bool is_known_to_be_plain);

    /// Of a text that is in memory.
    explicit MigrationFile(diag::SourceText text)
        : m_source(std::make_shared<const diag::SourceText>(std::move(text))) {}

    /// Its path, and of its text the header at least.
    [[nodiscard]] const SourceFile& header() const { return m_source; }

    /// With all of its text. Throws diag::Error (usage): it cannot be read any more, is not UTF-8, or has
    /// been changed since its header was read.
    [[nodiscard]] const SourceFile& whole() const;

    /// What PostgreSQL could never take as text, in what was read: bytes that are not UTF-8, and NUL.
    [[nodiscard]] std::optional<diag::Diagnostic> encoding_problem() const;

private:
    mutable SourceFile m_source;
    std::uint64_t m_most_bytes = 0;
    mutable bool m_is_whole = true;
};

/// Why a file is not read, for people.
diag::Diagnostic describe_unreadable(const std::string& path, const std::error_code& reason,
                                     std::uint64_t most_bytes);

} // namespace headstart::scripts
