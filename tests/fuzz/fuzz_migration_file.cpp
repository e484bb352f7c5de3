#include "fuzz/property.hpp"
#include "scripts/checksum.hpp"
#include "scripts/header.hpp"
#include "scripts/section.hpp"
#include "sql/scanner.hpp"
#include "support/blanked_sql.hpp"

#include <memory>
#include <vector>

/// The reader of migration files: header, sections, statements, checksum.
namespace headstart::fuzz {

namespace {

using scripts::Section;
using Source = std::shared_ptr<const diag::SourceText>;

Section section_of(std::string text, bool transactional) {
    auto source =
        std::make_shared<const diag::SourceText>(diag::SourceText{"rewritten.sql", std::move(text)});
    const auto size = source->text.size();
    return {std::move(source), 0, size, 0, transactional};
}

void check_header(const Source& source) {
    std::vector<diag::Diagnostic> problems;
    const auto revision = scripts::read_header(source, problems);
    require(!revision.id.empty() || !problems.empty(), "a file without an id is refused");
    if (!problems.empty()) {
        (void)shown(diag::Error(diag::ExitCode::usage, problems));
    }
    const auto is_from_file = [&](const std::string& value) {
        return source->text.view().find(value) != std::string::npos;
    };
    require(is_from_file(revision.id) && is_from_file(revision.message) && is_from_file(revision.create_date),
            "a header's values are the file's own words");
    for (const auto* list : {&revision.down_revisions, &revision.depends_on, &revision.branch_labels}) {
        require(std::all_of(list->begin(), list->end(), is_from_file), "so are those of its lists");
    }
}

/// The section's tokens with more space and comments between them, all that the author of a file is free to
/// change. `without`: one token is left out, if there is one of that number.
std::string rewrite(const Section& section, std::optional<std::size_t> without) {
    const auto text = section.text();
    const auto copy = test::blank(text);
    sql::Scanner scanner(copy.sql);
    std::string result;
    std::size_t behind = 0;
    std::size_t number = 0;
    auto block = copy.blocks.begin();
    bool is_behind_string = false;
    while (const auto token = scanner.next()) {
        const auto gap = text.substr(behind, token->begin - behind);
        result += gap;
        while (block != copy.blocks.end() && block->end < token->begin) {
            ++block;
        }
        const bool is_before_data = block != copy.blocks.end() && block->statement_end < token->begin;
        const bool is_comment = token->kind == sql::TokenKind::comment;
        if (behind > 0 && !is_before_data) {
            // A string goes on in the next line ('a' <line end> 'b'): there a line end is not free, nor is a
            // comment.
            result += is_behind_string ? " \t" : " /* a ; 'note' */\n-- another\r\n\t";
        }
        is_behind_string = token->kind == sql::TokenKind::string || (is_comment && is_behind_string);
        const auto content = text.substr(token->begin, token->end - token->begin);
        result += !is_comment && number == without ? std::string(" ") : std::string(content);
        number += is_comment ? 0 : 1;
        behind = token->end;
    }
    return result + std::string(text.substr(behind));
}

std::size_t count_tokens(const Section& section) {
    std::size_t count = 0;
    sql::Scanner scanner(section.text());
    while (const auto token = scanner.next()) {
        count += token->kind == sql::TokenKind::comment ? 0 : 1;
    }
    return count;
}

void check_checksum(const Section& section) {
    const auto checksum = scripts::checksum(section);
    require(checksum.size() == 66 && checksum.starts_with("1:"), "a checksum is its version and a SHA-256");
    require(scripts::checksum(section_of(rewrite(section, {}), section.transactional)) == checksum,
            "comments and space do not count");
    require(scripts::checksum(section_of(std::string(section.text()), !section.transactional)) != checksum,
            "transaction:false counts");
    if (const auto count = count_tokens(section); count > 0 && test::blank(section.text()).blocks.empty()) {
        const auto shorter = rewrite(section, section.end % count);
        require(scripts::checksum(section_of(shorter, section.transactional)) != checksum,
                "every token counts");
    }
}

void check_statements(const Section& section) {
    sql::StatementList known;
    const auto refusal =
        refusal_of([&] { known = scripts::parse_section(section, sql::Dialect::unknown()); });
    const sql::Dialect newer_than_any(99);
    sql::StatementList split;
    const auto newer_refusal = refusal_of([&] { split = scripts::parse_section(section, newer_than_any); });
    require(refusal || !newer_refusal, "a newer server refuses nothing that the grammar knows");
    require(refusal || known.size() == split.size(), "and gets the same statements");
    auto behind = section.begin;
    for (const auto& statement : known.empty() ? split : known) {
        require(behind <= statement.begin && statement.begin < statement.end && statement.end <= section.end,
                "statements are in order and in their section");
        behind = statement.end;
    }
}

void check_section(const Section& section, std::string_view text) {
    require(section.marker < section.begin || section.begin == text.size(), "a section follows its marker");
    require(section.begin <= section.end && section.end <= text.size(), "a section is in its file");
    require(text.substr(section.marker).starts_with("--"), "a marker is a comment");
    check_checksum(section);
    check_statements(section);
}

} // namespace

} // namespace headstart::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace headstart;
    using namespace headstart::fuzz;
    const auto given = migration_text_of(data, size);
    if (!given) {
        return k_rejected;
    }
    const auto text = *given;
    const auto source =
        std::make_shared<const diag::SourceText>(diag::SourceText{"migrations/a.sql", std::string(text)});
    check_header(source);
    scripts::Sections sections;
    if (refusal_of([&] { sections = scripts::find_sections(source); })) {
        return 0;
    }
    if (sections.up && sections.down) {
        require(sections.up->end <= sections.down->marker || sections.down->end <= sections.up->marker,
                "sections do not overlap");
    }
    for (const auto* section : {&sections.up, &sections.down}) {
        if (*section) {
            check_section(**section, text);
        }
    }
    return 0;
}
