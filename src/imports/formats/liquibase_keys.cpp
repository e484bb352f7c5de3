#include "imports/formats/liquibase_keys.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

namespace headstart::imports {

namespace {

constexpr std::string_view k_blanks = " \t\r\n";

bool is_of_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
}

/// The lines stay where they are.
void blank(std::string& text, std::size_t begin, std::size_t end) {
    std::replace_if(
        text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end),
        [](char c) { return c != '\n'; }, ' ');
}

/// Comments, and text that only looks like elements.
std::string without_xml_comments(std::string text) {
    constexpr std::array k_marks{std::pair{std::string_view("<!--"), std::string_view("-->")},
                                 std::pair{std::string_view("<![CDATA["), std::string_view("]]>")}};
    for (const auto& [opening, closing] : k_marks) {
        for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
            const auto close = text.find(closing, at);
            blank(text, at, close == std::string::npos ? text.size() : close + closing.size());
        }
    }
    return text;
}

/// `#` begins one at the beginning of a line or behind a blank, unless in quotes.
std::string without_yaml_comments(std::string text) {
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool is_at_beginning = i == 0 || k_blanks.find(text[i - 1]) != std::string_view::npos;
        if (c == '\n') {
            quote = 0;
        } else if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if ((c == '"' || c == '\'') && (i == 0 || !is_of_name(text[i - 1]))) {
            quote = c;
        } else if (c == '#' && is_at_beginning) {
            blank(text, i, std::min(text.find('\n', i), text.size()));
        }
    }
    return text;
}

/// `file: a.sql` of YAML, `"file": "a.sql"` of JSON, `file="a.sql"` of XML.
struct Key {
    std::string name;  ///< or that of an element of XML; ">" where its attributes end
    std::string value; ///< empty: it has none, or one that is more than a text
    std::size_t line;
};

/// Goes over a changelog from key to key.
class KeyReader {
public:
    explicit KeyReader(std::string text)
        : m_text(std::move(text)) {}

    std::vector<Key> read_xml() {
        while (go_to('<')) {
            ++m_at;
            const auto name = take_name();
            if (name.empty()) { // `</include>`, `<?xml`
                continue;
            }
            add(name, "");
            read_attributes();
            add(">", "");
        }
        return std::move(m_keys);
    }

    std::vector<Key> read_yaml() {
        while (m_at < m_text.size()) {
            if (!is_of_name(m_text[m_at]) || m_text[m_at] == '-') {
                ++m_at;
                continue;
            }
            const auto name = take_name();
            m_at += m_at < m_text.size() && (m_text[m_at] == '"' || m_text[m_at] == '\'') ? 1 : 0;
            skip(" \t");
            if (m_at < m_text.size() && m_text[m_at] == ':') {
                ++m_at;
                skip(" \t");
                add(name, take_yaml_value());
            }
        }
        return std::move(m_keys);
    }

private:
    bool go_to(char c) {
        m_at = std::min(m_text.find(c, m_at), m_text.size());
        return m_at < m_text.size();
    }

    void skip(std::string_view characters) {
        m_at = std::min(m_text.find_first_not_of(characters, m_at), m_text.size());
    }

    std::string take_name() {
        const auto begin = m_at;
        while (m_at < m_text.size() && is_of_name(m_text[m_at])) {
            ++m_at;
        }
        return m_text.substr(begin, m_at - begin);
    }

    std::string take_quoted() {
        const auto begin = m_at + 1;
        const auto end = std::min(m_text.find(m_text[m_at], begin), m_text.size());
        m_at = std::min(end + 1, m_text.size());
        return m_text.substr(begin, end - begin);
    }

    [[nodiscard]] bool is_at_quote() const {
        return m_at < m_text.size() && (m_text[m_at] == '"' || m_text[m_at] == '\'');
    }

    void read_attributes() {
        while (m_at < m_text.size() && m_text[m_at] != '>') {
            const auto name = take_name();
            if (name.empty()) {
                ++m_at;
                continue;
            }
            skip(k_blanks);
            if (m_at < m_text.size() && m_text[m_at] == '=') {
                ++m_at;
                skip(k_blanks);
                add(name, is_at_quote() ? take_quoted() : take_name());
            }
        }
    }

    /// To the end of the line; in braces, to the next comma.
    std::string take_yaml_value() {
        if (is_at_quote()) {
            return take_quoted();
        }
        const auto end = std::min(m_text.find('\n', m_at), m_text.size());
        const auto line = m_text.rfind('\n', m_at) + 1; // npos + 1 is 0
        const bool is_in_braces =
            std::string_view(m_text).substr(line, m_at - line).find('{') != std::string_view::npos;
        const auto stop = is_in_braces || m_is_json ? std::min(m_text.find_first_of(",}{[", m_at), end) : end;
        const auto value = base::trim(std::string_view(m_text).substr(m_at, stop - m_at));
        if (value.starts_with('{') || value.starts_with('[')) {
            return "";
        }
        m_at = stop;
        return std::string(value);
    }

    void add(std::string name, std::string value) {
        m_line +=
            static_cast<std::size_t>(std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_counted),
                                                m_text.begin() + static_cast<std::ptrdiff_t>(m_at), '\n'));
        m_counted = m_at;
        m_keys.push_back({std::move(name), std::move(value), m_line});
    }

    std::string m_text;
    bool m_is_json = base::trim(m_text).starts_with('{');
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::size_t m_counted = 0; ///< up to where its lines have been
    std::vector<Key> m_keys;
};

std::vector<Key> keys_of(const Source& source) {
    const std::string text(source->text.view());
    return source->path.ends_with(".xml") ? KeyReader(without_xml_comments(text)).read_xml()
                                          : KeyReader(without_yaml_comments(text)).read_yaml();
}

std::optional<ChangelogEntry::Kind> entry_of(std::string_view name) {
    using Kind = ChangelogEntry::Kind;
    constexpr std::array k_names{std::pair{std::string_view("include"), Kind::include},
                                 std::pair{std::string_view("includeAll"), Kind::include_all},
                                 std::pair{std::string_view("changeSet"), Kind::changeset},
                                 std::pair{std::string_view("property"), Kind::property}};
    const auto* const found =
        std::find_if(k_names.begin(), k_names.end(), [&](const auto& one) { return one.first == name; });
    return found == k_names.end() ? std::nullopt : std::optional(found->second);
}

/// Of a changeset in YAML or JSON, what stands deeper; its id may stand behind that.
bool begins_content(std::string_view name) {
    return name == "changes" || name == "preConditions" || name == "rollback";
}

} // namespace

std::vector<ChangelogEntry> changelog_entries(const Source& source) {
    std::vector<ChangelogEntry> entries;
    bool is_xml_content = false;
    for (auto& key : keys_of(source)) {
        if (const auto kind = entry_of(key.name); kind && key.value.empty()) {
            entries.push_back({*kind, key.line});
            is_xml_content = false;
        } else if (entries.empty()) {
            continue;
        } else if (key.name == ">") {
            is_xml_content = true;
        } else if (begins_content(key.name)) {
            entries.back().is_open = false;
        } else if (!is_xml_content && (entries.back().is_open || key.name == "id" || key.name == "author")) {
            entries.back().attributes.try_emplace(std::move(key.name), std::move(key.value));
        }
    }
    return entries;
}

std::string attribute_of(const ChangelogEntry& entry, std::string_view name) {
    const auto found = entry.attributes.find(name);
    return found == entry.attributes.end() ? "" : found->second;
}

} // namespace headstart::imports
