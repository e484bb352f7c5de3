#include "scripts/migration_file.hpp"

#include "base/byte_size.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "scripts/header.hpp"
#include "scripts/mapped_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::scripts {

namespace {

/// Bytes: nearly every migration is shorter, and so is every header.
constexpr std::size_t k_beginning = std::size_t{16} << 10U;

diag::Text read_to_end(const std::string& path, std::uint64_t most_bytes) {
    if (auto mapped = map_file(path, most_bytes)) {
        return diag::Text(std::move(mapped));
    }
    return base::read_file(path, {.most_bytes = most_bytes});
}

} // namespace

MigrationFile::MigrationFile(diag::SourceText place, std::uint64_t most_bytes, bool is_known_to_be_plain)
    : m_most_bytes(most_bytes) {
    auto [text, is_whole] = base::read_beginning(
        place.path, k_beginning, {.most_bytes = most_bytes, .is_known_to_be_plain = is_known_to_be_plain});
    if (!is_whole) {
        text.resize(text.rfind('\n') + 1); // npos + 1 is 0
        m_is_whole = !ends_header(text);
    }
    place.text = m_is_whole && !is_whole ? read_to_end(place.path, most_bytes) : diag::Text(std::move(text));
    m_source = std::make_shared<const diag::SourceText>(std::move(place));
}

const SourceFile& MigrationFile::whole() const {
    if (m_is_whole) {
        return m_source;
    }
    auto source = *m_source;
    try {
        source.text = read_to_end(source.path, m_most_bytes);
    } catch (const std::system_error& error) {
        throw diag::Error(diag::ExitCode::usage,
                          describe_unreadable(source.path, error.code(), m_most_bytes));
    }
    if (!source.text.view().starts_with(m_source->text)) {
        throw diag::refusal(diag::code::bad_folder,
                            fmt::format("{} has been changed while it was being read", source.path),
                            "run headstart once more, when nobody writes into the folder");
    }
    m_source = std::make_shared<const diag::SourceText>(std::move(source));
    if (auto problem = encoding_problem()) {
        throw diag::Error(diag::ExitCode::usage, std::move(*problem));
    }
    m_is_whole = true;
    return m_source;
}

std::optional<diag::Diagnostic> MigrationFile::encoding_problem() const {
    const auto& file = m_source;
    const auto invalid = base::find_invalid_utf8(file->text);
    const auto nul = file->text.view().find('\0');
    if (!invalid && nul == std::string::npos) {
        return std::nullopt;
    }
    const auto at = std::min(invalid.value_or(std::string::npos), nul);
    const auto byte = static_cast<unsigned>(static_cast<unsigned char>(file->text.view()[at]));
    const auto place = diag::position_of(std::string_view(file->text).substr(0, at), at);
    diag::Diagnostic problem;
    problem.code = diag::code::not_utf8;
    // No span: the line around the place cannot be shown as text.
    problem.message = fmt::format("{}:{}:{}: the file is not UTF-8: byte 0x{:02x} at offset {}", file->path,
                                  place.line, place.column, byte, at);
    const bool has_utf16_mark =
        file->text.view().starts_with("\xFF\xFE") || file->text.view().starts_with("\xFE\xFF");
    const bool is_of_windows = byte >= 0x80U && byte < 0xa0U; // of Latin-1, a control character
    problem.hint = byte == 0 ? "a NUL byte cannot be part of SQL; was the file saved as UTF-16?"
                   : has_utf16_mark
                       ? "it was saved as UTF-16; save it as UTF-8: iconv -f utf-16 -t utf-8"
                       : fmt::format("save it as UTF-8, or convert it (iconv -f {} -t utf-8) and "
                                     "leave out its SET client_encoding; pg_dump -E UTF8 makes "
                                     "a dump of UTF-8",
                                     is_of_windows ? "windows-1252" : "latin1");
    return problem;
}

diag::Diagnostic describe_unreadable(const std::string& path, const std::error_code& reason,
                                     std::uint64_t most_bytes) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_folder;
    if (reason == base::FileFault::is_too_large) {
        problem.message = fmt::format("cannot read {}: it is larger than max_migration_size allows ({})",
                                      path, base::format_byte_size(most_bytes));
        problem.hint = "is it a migration? raise --max-migration-size if it is";
        return problem;
    }
    problem.message = fmt::format("cannot read {}: {}", path, reason.message());
    problem.hint =
        diag::hint_about_file(reason, "check the file's owner and mode, and the user that headstart runs as");
    return problem;
}

} // namespace headstart::scripts
