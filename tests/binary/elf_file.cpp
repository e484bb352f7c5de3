#include "binary/elf_file.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace headstart::test {

namespace {

template<typename T>
T read_at(std::string_view bytes, std::size_t offset) {
    if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) {
        throw std::runtime_error("the file ends too early");
    }
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
    return value;
}

} // namespace

ElfFile::ElfFile(const std::string& path) {
    m_bytes.resize(std::filesystem::file_size(path));
    std::ifstream(path, std::ios::binary).read(m_bytes.data(), static_cast<std::streamsize>(m_bytes.size()));
    m_header = read_at<Elf64_Ehdr>(m_bytes, 0);
    if (std::memcmp(m_header.e_ident, ELFMAG, SELFMAG) != 0 || m_header.e_ident[EI_CLASS] != ELFCLASS64) {
        throw std::runtime_error(path + " is no executable of 64 bits");
    }
    for (std::size_t i = 0; i < m_header.e_phnum; ++i) {
        m_segments.push_back(read_at<Elf64_Phdr>(m_bytes, m_header.e_phoff + i * m_header.e_phentsize));
    }
}

std::vector<Elf64_Phdr> ElfFile::segments(std::uint32_t kind) const {
    std::vector<Elf64_Phdr> found;
    for (const auto& segment : m_segments) {
        if (segment.p_type == kind) {
            found.push_back(segment);
        }
    }
    return found;
}

std::vector<std::uint64_t> ElfFile::dynamic(std::int64_t tag) const {
    std::vector<std::uint64_t> values;
    for (const auto& segment : segments(PT_DYNAMIC)) {
        const auto bytes = content(segment);
        for (std::size_t at = 0; at < bytes.size(); at += sizeof(Elf64_Dyn)) {
            if (const auto entry = read_at<Elf64_Dyn>(bytes, at); entry.d_tag == tag) {
                values.push_back(entry.d_un.d_val);
            }
        }
    }
    return values;
}

std::size_t ElfFile::count_in_code(std::string_view bytes) const {
    std::size_t count = 0;
    for (const auto& segment : segments(PT_LOAD)) {
        const auto code = (segment.p_flags & PF_X) != 0 ? content(segment) : std::string_view();
        for (auto at = code.find(bytes); at != std::string_view::npos; at = code.find(bytes, at + 1)) {
            ++count;
        }
    }
    return count;
}

bool ElfFile::holds(std::string_view text) const {
    return m_bytes.find(text) != std::string::npos;
}

std::string_view ElfFile::content(const Elf64_Phdr& segment) const {
    return std::string_view(m_bytes).substr(segment.p_offset, segment.p_filesz);
}

} // namespace headstart::test
