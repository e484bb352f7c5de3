#include "diff/case_file.hpp"

#include "base/file.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

namespace headstart::test {

namespace {

/// A section's title and its lines.
struct Section {
    std::string word;
    std::string value; ///< what stands behind the colon
    std::string text;  ///< the lines below, without empty ones at either end
    std::size_t line = 0;
};

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \n");
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \n") + 1 - begin);
}

using Fill = std::function<void(DiffCase&, const Section&)>;

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

void set_majors(DiffCase& row, const std::string& value) {
    if (value.starts_with('<')) {
        row.last_major = std::stoi(value.substr(1)) - 1;
    } else {
        row.first_major = std::stoi(value);
    }
}

const std::map<std::string, Fill>& fills() {
    static const std::map<std::string, Fill> table{
        {"case",
         [](DiffCase& row, const Section& section) {
             row.name = section.value;
             row.line = section.line;
             row.from = section.text;
         }},
        {"both",
         [](DiffCase& row, const Section& section) {
             row.from = section.text + "\n" + row.from;
             row.to = section.text + "\n" + row.to;
         }},
        {"to", [](DiffCase& row, const Section& section) { row.to += section.text; }},
        {"rows", [](DiffCase& row, const Section& section) { row.rows = section.text; }},
        {"up", [](DiffCase& row, const Section& section) { row.up = section.text; }},
        {"down", [](DiffCase& row, const Section& section) { row.down = section.text; }},
        {"ends", [](DiffCase& row, const Section& section) { row.status = std::stoi(section.value); }},
        {"says", [](DiffCase& row, const Section& section) { row.says = lines_of(section.text); }},
        {"options", [](DiffCase& row, const Section& section) { row.arguments = words_of(section.value); }},
        {"one way", [](DiffCase& row, const Section&) { row.is_one_way = true; }},
        {"open", [](DiffCase& row, const Section&) { row.is_open = true; }},
        {"servers", [](DiffCase& row, const Section& section) { set_majors(row, section.value); }},
    };
    return table;
}

/// "-- up:" as its word and what follows; nothing for a line that is no marker.
std::optional<std::pair<std::string, std::string>> marker(const std::string& line) {
    const auto colon = line.find(':');
    if (!line.starts_with("-- ") || colon == std::string::npos) {
        return std::nullopt;
    }
    const auto word = line.substr(3, colon - 3);
    if (!fills().contains(word)) {
        return std::nullopt;
    }
    return std::pair(word, trimmed(line.substr(colon + 1)));
}

std::vector<Section> sections_of(const std::string& text) {
    std::vector<Section> sections;
    std::size_t number = 0;
    for (const auto& line : lines_of(text)) {
        ++number;
        if (const auto found = marker(line)) {
            sections.push_back({found->first, found->second, "", number});
        } else if (!sections.empty()) {
            sections.back().text += line + "\n";
        } else if (!line.empty() && !line.starts_with("--")) {
            throw std::runtime_error("line " + std::to_string(number) + " belongs to no case");
        }
    }
    for (auto& section : sections) {
        section.text = trimmed(section.text);
    }
    return sections;
}

} // namespace

std::vector<DiffCase> read_diff_cases(const std::filesystem::path& path) {
    std::vector<DiffCase> rows;
    std::set<std::string> names;
    std::set<std::string> seen; // of the case that is read
    const auto fail = [&](const Section& section, const std::string& what) {
        throw std::runtime_error(path.string() + ":" + std::to_string(section.line) + ": " + what);
    };
    const auto sections = sections_of(base::read_file(path.string()));
    for (const auto& section : sections) {
        if (section.word == "case") {
            if (!rows.empty() && !seen.contains("to")) {
                fail(section, "the case above has no `-- to:`");
            }
            if (!names.insert(section.value).second) {
                fail(section, "a case of this name is there already");
            }
            rows.emplace_back();
            seen.clear();
        }
        if (rows.empty()) {
            fail(section, "stands before the first `-- case:`");
        }
        if (!seen.insert(section.word).second) {
            fail(section, "is there already in this case");
        }
        fills().at(section.word)(rows.back(), section);
    }
    if (!rows.empty() && !seen.contains("to")) {
        fail(sections.back(), "the last case has no `-- to:`");
    }
    return rows;
}

} // namespace headstart::test
