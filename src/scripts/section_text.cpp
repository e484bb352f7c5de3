#include "scripts/section_text.hpp"

#include "base/text.hpp"
#include "scripts/section.hpp"

#include <fmt/format.h>

namespace headstart::scripts {

namespace {

/// The marker's line, as it is to be, and the SQL; what the template has there stays behind it.
std::string filled(const Section& section, const SectionText& content) {
    const std::string_view text = section.source->text;
    std::string filled(base::trim(text.substr(section.marker, section.begin - section.marker)));
    filled += !content.transactional && section.transactional ? " transaction:false\n" : "\n";
    if (!content.sql.empty()) {
        filled += "\n" + content.sql;
    }
    if (const auto rest = base::trim(section.text()); !rest.empty()) {
        filled += fmt::format("\n{}\n", rest);
    }
    return filled;
}

} // namespace

std::string with_sections(const std::string& text, const std::string& path, const SectionText& up,
                          const SectionText& down) {
    const auto source = std::make_shared<const diag::SourceText>(diag::SourceText{path, text});
    const auto sections = find_sections(source);
    auto result = text.substr(0, sections.up->marker) + filled(*sections.up, up);
    if (sections.down) {
        result += "\n" + filled(*sections.down, down);
    }
    return result;
}

} // namespace headstart::scripts
