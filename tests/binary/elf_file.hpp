#pragma once

#include <cstddef>
#include <cstdint>
#include <elf.h>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::test {

/// An executable of 64 bits, read as the kernel and the dynamic loader read it: by its segments. A stripped
/// file will do.
class ElfFile {
public:
    /// Throws std::runtime_error when it is none.
    explicit ElfFile(const std::string& path);

    /// ET_DYN for a position-independent one.
    [[nodiscard]] unsigned type() const { return m_header.e_type; }

    /// EM_X86_64, EM_AARCH64 …
    [[nodiscard]] unsigned machine() const { return m_header.e_machine; }

    /// The segments of a kind: PT_LOAD, PT_GNU_STACK …
    [[nodiscard]] std::vector<Elf64_Phdr> segments(std::uint32_t kind) const;

    /// The values of an entry of the dynamic section: DT_FLAGS, DT_NEEDED …
    [[nodiscard]] std::vector<std::uint64_t> dynamic(std::int64_t tag) const;

    /// How often these bytes stand in code.
    [[nodiscard]] std::size_t count_in_code(std::string_view bytes) const;

    /// Whether this text is anywhere: a message, the name of a function of a shared library.
    [[nodiscard]] bool holds(std::string_view text) const;

private:
    [[nodiscard]] std::string_view content(const Elf64_Phdr& segment) const;

    std::string m_bytes;
    Elf64_Ehdr m_header{};
    std::vector<Elf64_Phdr> m_segments;
};

} // namespace headstart::test
