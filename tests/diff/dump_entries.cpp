#include "diff/dump_entries.hpp"

#include <algorithm>
#include <iterator>
#include <regex>
#include <sstream>
#include <vector>

namespace headstart::test {

namespace {

/// What pg_dump sets wherever two objects that follow each other differ in it.
bool is_setting(const std::string& line) {
    return line.starts_with("SET default_table") || line.starts_with("\\restrict") ||
           line.starts_with("\\unrestrict");
}

bool is_comment(const std::string& line) {
    return line.starts_with("--");
}

std::string sorted_grants(std::vector<std::string> lines) {
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const auto& line : lines) {
        text += line + "\n";
    }
    return text;
}

/// The lines between the table's parentheses, sorted, and without the commas at their ends.
std::string sorted_table(std::vector<std::string> lines) {
    const auto begin =
        std::find_if(lines.begin(), lines.end(), [](const std::string& line) { return line.ends_with('('); });
    const auto end =
        std::find_if(begin, lines.end(), [](const std::string& line) { return line.starts_with(')'); });
    if (begin == lines.end() || end == lines.end()) {
        return sorted_grants(std::move(lines));
    }
    for (auto line = begin + 1; line != end; ++line) {
        if (line->ends_with(',')) {
            line->pop_back();
        }
    }
    std::sort(begin + 1, end);
    std::sort(end + 1, lines.end()); // options of columns, each a statement
    std::string text;
    for (const auto& line : lines) {
        text += line + "\n";
    }
    return text;
}

std::string entry(const std::vector<std::string>& lines) {
    static const std::regex table("CREATE (UNLOGGED |FOREIGN )?TABLE .*");
    static const std::regex grant("(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES) .*");
    if (std::regex_match(lines.front(), table)) {
        return sorted_table(lines);
    }
    if (std::regex_match(lines.front(), grant)) {
        return sorted_grants(lines);
    }
    std::string text;
    for (const auto& line : lines) {
        text += line + "\n";
    }
    return text;
}

std::string marked(const std::string& entry, char mark) {
    std::istringstream stream(entry);
    std::string text;
    for (std::string line; std::getline(stream, line);) {
        text += std::string(1, mark) + " " + line + "\n";
    }
    return text;
}

} // namespace

std::multiset<std::string> dump_entries(std::string_view dump) {
    std::multiset<std::string> entries;
    std::vector<std::string> lines;
    bool has_begun = false; // what comes before the first object are settings
    const auto finish = [&] {
        if (!lines.empty() && has_begun) {
            entries.insert(entry(lines));
        }
        lines.clear();
    };
    std::istringstream stream{std::string(dump)};
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("-- Name: ")) {
            finish();
            has_begun = true;
        } else if (line == "-- PostgreSQL database dump complete") {
            finish();
        } else if (!line.empty() && !is_comment(line) && !is_setting(line)) {
            lines.push_back(line);
        }
    }
    finish();
    return entries;
}

std::string difference(const std::multiset<std::string>& wanted, const std::multiset<std::string>& present) {
    std::vector<std::string> missing;
    std::vector<std::string> extra;
    std::set_difference(wanted.begin(), wanted.end(), present.begin(), present.end(),
                        std::back_inserter(missing));
    std::set_difference(present.begin(), present.end(), wanted.begin(), wanted.end(),
                        std::back_inserter(extra));
    std::string text;
    for (const auto& one : missing) {
        text += marked(one, '-');
    }
    for (const auto& one : extra) {
        text += marked(one, '+');
    }
    return text;
}

} // namespace headstart::test
