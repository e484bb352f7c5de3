#include "imports/formats/liquibase_changeset.hpp"

#include "base/text.hpp"
#include "imports/formats/liquibase_changelog.hpp"
#include "imports/names.hpp"
#include "imports/preamble.hpp"
#include "imports/statements.hpp"

#include <algorithm>

namespace headstart::imports {

namespace {

/// `key:value`, the value in quotes where it has blanks; taken off the beginning.
std::optional<std::pair<std::string, std::string>> take_attribute(std::string_view& text) {
    text = base::trim(text);
    const auto colon = text.find(':');
    if (text.empty() || colon == std::string_view::npos) {
        return std::nullopt;
    }
    auto key = base::to_lower(base::trim(text.substr(0, colon)));
    text = base::trim(text.substr(colon + 1));
    const bool is_quoted = text.starts_with('"') || text.starts_with('\'');
    auto end = is_quoted ? text.find(text.front(), 1) : text.find_first_of(" \t");
    end = std::min(end, text.size());
    std::string value(text.substr(is_quoted ? 1 : 0, end - (is_quoted ? 1 : 0)));
    text = text.substr(std::min(end + (is_quoted ? 1 : 0), text.size()));
    return std::pair{std::move(key), std::move(value)};
}

/// `author:id attr:value …`
std::optional<LiquibaseChangeset> as_changeset(std::string_view words) {
    LiquibaseChangeset changeset;
    auto first = take_attribute(words);
    if (!first || first->second.empty()) {
        return std::nullopt;
    }
    changeset.id = std::move(first->second);
    while (auto attribute = take_attribute(words)) {
        changeset.attributes[std::move(attribute->first)] = std::move(attribute->second);
    }
    return changeset;
}

/// What stands between the word and the first colon, in the author's own letters and without quotes.
std::string author_of(std::string_view words) {
    const bool is_quoted = words.starts_with('"');
    const auto end = is_quoted ? words.find('"', 1) : words.find(':');
    return std::string(base::trim(words.substr(is_quoted ? 1 : 0, end - (is_quoted ? 1 : 0))));
}

/// All of a file of plain SQL.
LiquibaseChangeset plain_changeset(const Source& source) {
    LiquibaseChangeset changeset;
    changeset.author = k_liquibase_plain_author;
    changeset.id = k_liquibase_plain_id;
    const auto name = base_name(source->path);
    changeset.comment = words_of(name.substr(0, name.rfind('.')), name);
    changeset.up = source->text.view();
    return changeset;
}

bool is_empty_rollback(std::string_view sql) {
    const auto words = base::to_lower(base::trim(sql));
    return words == "empty" || words == "not required" || words == "not required;" || words == "none";
}

bool is_liquibase_directive(std::string_view comment) {
    return behind(comment, "liquibase ") || behind(comment, "property ") || behind(comment, "ignoreLines:");
}

class LiquibaseReader {
public:
    explicit LiquibaseReader(Source source)
        : m_source(std::move(source)) {}

    LiquibaseFile read() {
        Lines lines(m_source->text);
        while (const auto line = lines.next()) {
            ++m_number;
            if (!obey(*line)) {
                keep(*line);
            }
        }
        return std::move(m_file);
    }

private:
    /// False: the line is SQL.
    bool obey(const Line& line) {
        if (m_in_rollback_block || begins_rollback_block(line)) {
            take_of_block(line);
            return true;
        }
        const auto comment = comment_on(line.text);
        if (!comment) {
            return false;
        }
        if (const auto words = behind(*comment, "changeset ")) {
            begin_changeset(*words, line);
            return true;
        }
        return obey_directive(*comment);
    }

    bool obey_directive(std::string_view comment) {
        if (const auto property = behind(comment, "property ")) {
            set_property(*property);
            return true;
        }
        if (const auto count = behind(comment, "ignoreLines:")) {
            m_ignored = *count == "start" ? k_until_end
                        : *count == "end" ? 0
                                          : std::stoul("0" + std::string(*count));
            return true;
        }
        if (m_file.changesets.empty()) {
            return behind(comment, "liquibase ").has_value();
        }
        auto& changeset = m_file.changesets.back();
        if (const auto sql = behind(comment, "rollback")) {
            add_rollback(changeset, *sql);
            return true;
        }
        if (const auto text = behind(comment, "comment:")) {
            changeset.comment = *text;
            return true;
        }
        if (behind(comment, "precondition")) {
            changeset.has_preconditions = true;
            return true;
        }
        return behind(comment, "validCheckSum").has_value();
    }

    void begin_changeset(std::string_view words, const Line& line) {
        auto changeset = as_changeset(words);
        if (!changeset) {
            throw refusal_of_line(m_source, line, "the changeset has no author or no id",
                                  "write `--changeset AUTHOR:ID`");
        }
        changeset->author = author_of(words);
        changeset->line = m_number;
        if (m_file.changesets.empty()) {
            changeset->notes = preamble_of(m_source, line.begin, is_liquibase_directive).comments;
        }
        m_file.changesets.push_back(*std::move(changeset));
        m_ignored = 0;
    }

    void set_property(std::string_view words) {
        std::map<std::string, std::string, std::less<>> attributes;
        while (auto attribute = take_attribute(words)) {
            attributes.insert(*std::move(attribute));
        }
        if (is_for_postgresql(attributes["dbms"])) {
            m_file.properties.emplace(attributes["name"], attributes["value"]);
        }
    }

    void add_rollback(LiquibaseChangeset& changeset, std::string_view sql) const {
        changeset.rollback_line = changeset.rollback ? changeset.rollback_line : m_number;
        const bool is_empty = is_empty_rollback(sql);
        changeset.rollback = changeset.rollback.value_or("") + (is_empty ? "" : std::string(sql) + "\n");
    }

    /// Of what was rolled back line by line: a block is another statement.
    static void end_statement(LiquibaseChangeset& changeset) {
        const auto& attributes = changeset.attributes;
        if (changeset.rollback && !attributes.contains("enddelimiter") &&
            !attributes.contains("rollbackenddelimiter")) {
            changeset.rollback = with_semicolon(*std::move(changeset.rollback));
        }
    }

    [[nodiscard]] bool begins_rollback_block(const Line& line) const {
        const auto text = base::trim(line.text);
        return !m_file.changesets.empty() && text.starts_with("/*") &&
               behind(base::trim(text.substr(2)), "liquibase rollback");
    }

    void take_of_block(const Line& line) {
        auto text = line.text;
        if (!m_in_rollback_block) {
            m_in_rollback_block = true;
            end_statement(m_file.changesets.back());
            text = text.substr(std::min(base::to_lower(text).find("rollback") + 8, text.size()));
        }
        const auto end = text.find("*/");
        m_in_rollback_block = end == std::string_view::npos;
        text = text.substr(0, end);
        if (!base::trim(text).empty()) {
            add_rollback(m_file.changesets.back(), text);
        }
    }

    void keep(const Line& line) {
        if (m_ignored > 0) {
            --m_ignored;
        } else if (m_file.changesets.empty()) {
            note_unread(line);
        } else {
            m_file.changesets.back().up += m_source->text.view().substr(line.begin, line.next - line.begin);
        }
    }

    /// Liquibase passes over what stands above the first changeset.
    void note_unread(const Line& line) {
        const auto text = base::trim(line.text);
        m_is_in_comment = m_is_in_comment || text.starts_with("/*");
        const bool is_sql = !text.empty() && !m_is_in_comment && !text.starts_with("--");
        if (is_sql && m_file.unread_line == 0) {
            m_file.unread_line = m_number;
        }
        m_is_in_comment = m_is_in_comment && text.find("*/") == std::string_view::npos;
    }

    static constexpr std::size_t k_until_end = static_cast<std::size_t>(-1);

    Source m_source;
    LiquibaseFile m_file;
    std::size_t m_number = 0;
    std::size_t m_ignored = 0; ///< lines that Liquibase does not read
    bool m_in_rollback_block = false;
    bool m_is_in_comment = false; ///< above the first changeset
};

} // namespace

bool is_for_postgresql(std::string_view list) {
    bool is_named = list.empty();
    for (const auto one : base::split_list(list, ",")) {
        if (one == "!postgresql" || one == "none") {
            return false;
        }
        is_named = is_named || one == "postgresql" || one == "all" || one.starts_with('!');
    }
    return is_named;
}

LiquibaseFile read_liquibase_file(const Source& source) {
    if (!is_formatted_sql(source->text)) {
        return {{plain_changeset(source)}, {}, 0};
    }
    return LiquibaseReader(source).read();
}

std::string with_semicolons_for(std::string_view sql, std::string_view delimiter) {
    std::string result;
    Lines lines(sql);
    while (const auto line = lines.next()) {
        auto text = line->text;
        text = text.substr(0, text.find_last_not_of(" \t") + 1);
        const auto end = text.substr(text.size() - std::min(text.size(), delimiter.size()));
        if (!base::equals_ignoring_case(end, delimiter)) {
            result += sql.substr(line->begin, line->next - line->begin);
            continue;
        }
        const auto kept = text.substr(0, text.size() - delimiter.size());
        result += kept.substr(0, kept.find_last_not_of(" \t") + 1);
        const auto last = result.find_last_not_of(" \t\r\n");
        if (last != std::string::npos && result[last] != ';') {
            result.insert(last + 1, ";");
        }
        result += '\n';
    }
    return result;
}

} // namespace headstart::imports
