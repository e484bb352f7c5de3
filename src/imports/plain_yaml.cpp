#include "imports/plain_yaml.hpp"

#include "base/text.hpp"
#include "imports/lines.hpp"

#include <vector>

namespace headstart::imports {

namespace {

/// A key that has others below it.
struct Level {
    std::size_t indent;
    std::string path;
};

/// Without a comment behind it, and without quotes.
std::string plain_value(std::string_view value) {
    value = base::trim(value);
    if (value.starts_with('"') || value.starts_with('\'')) {
        return std::string(value.substr(1, value.find(value.front(), 1) - 1));
    }
    value = base::trim(value.starts_with('#') ? std::string_view{} : value.substr(0, value.find(" #")));
    if (!value.starts_with('[') || !value.ends_with(']')) {
        return std::string(value);
    }
    std::vector<std::string> items;
    for (const auto item : base::split_list(value.substr(1, value.size() - 2), ",")) {
        items.push_back(plain_value(item));
    }
    return base::join(items, ",");
}

class YamlReader {
public:
    void read(std::string_view line) {
        const auto content = base::trim(line);
        const auto indent = line.find_first_not_of(' ');
        if (content.empty() || content.starts_with('#')) {
            return;
        }
        if (content.starts_with("- ")) {
            add_item(content.substr(2));
        } else if (const auto colon = end_of_key(content); colon != std::string_view::npos) {
            add_key(indent, content.substr(0, colon), content.substr(colon + 1));
        }
    }

    std::map<std::string, std::string, std::less<>> values;

private:
    /// A colon ends it that a space follows, or nothing.
    static std::size_t end_of_key(std::string_view content) {
        const auto colon = content.find(": ");
        return colon == std::string_view::npos && content.ends_with(':') ? content.size() - 1 : colon;
    }

    void add_key(std::size_t indent, std::string_view key, std::string_view value) {
        while (!m_levels.empty() && m_levels.back().indent >= indent) {
            m_levels.pop_back();
        }
        const auto above = m_levels.empty() ? std::string{} : m_levels.back().path + ".";
        m_levels.push_back({indent, above + plain_value(key)});
        const bool is_quoted = base::trim(value).find_first_of("\"'") == 0; // and may be empty
        if (auto plain = plain_value(value); !plain.empty() || is_quoted) {
            values[m_levels.back().path] = std::move(plain);
        }
    }

    void add_item(std::string_view item) {
        if (!m_levels.empty()) {
            auto& list = values[m_levels.back().path];
            list += (list.empty() ? "" : ",") + plain_value(item);
        }
    }

    std::vector<Level> m_levels;
};

} // namespace

std::map<std::string, std::string, std::less<>> read_plain_yaml(std::string_view text,
                                                                std::string_view beginning) {
    YamlReader reader;
    Lines lines(text);
    bool has_content = false;
    while (const auto line = lines.next()) {
        if (line->text.starts_with("---") && has_content) {
            break;
        }
        has_content = has_content || !base::trim(line->text).empty();
        reader.read(line->text);
    }
    std::map<std::string, std::string, std::less<>> values;
    for (auto& [key, value] : reader.values) {
        if (key.starts_with(beginning)) {
            values[key.substr(beginning.size())] = std::move(value);
        }
    }
    return values;
}

} // namespace headstart::imports
