#include "support/catch.hpp"
#include "support/source_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

/// Each error says what to do next, or has no hint on purpose: docs/errors.md lists those codes, with why.
/// What makes an error is looked up in the sources, for few of them can be brought about at will.
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::smatch> matches(const std::string& text, const std::regex& pattern) {
    return {std::sregex_iterator(text.begin(), text.end(), pattern), {}};
}

/// "HS0401" by "statement_failed".
std::map<std::string, std::string> all_codes(const std::string& header) {
    static const std::regex line(R"re(string_view (\w+) = "(HS\d+)")re");
    std::map<std::string, std::string> codes;
    for (const auto& match : matches(header, line)) {
        codes.emplace(match[1], match[2]);
    }
    return codes;
}

/// The table at the top of the page.
std::set<std::string> codes_without_hint(const std::string& page) {
    static const std::regex row(R"re(\n\| (HS\d+) \|)re");
    std::set<std::string> codes;
    for (const auto& match : matches(page, row)) {
        codes.insert(match[1]);
    }
    return codes;
}

/// The function around a place, by the layout of our sources: it ends with a brace in the first column.
std::string function_around(const std::string& source, std::size_t place) {
    const auto begin = source.rfind("\n}\n", place);
    const auto end = source.find("\n}\n", place);
    return source.substr(begin == std::string::npos ? 0 : begin + 3,
                         end == std::string::npos ? end : end - (begin == std::string::npos ? 0 : begin + 3));
}

/// What is passed behind a code in a call: "message", "hint" …; empty where it stands in none.
std::vector<std::string> arguments_behind(const std::string& source, std::size_t place) {
    std::vector<std::string> arguments;
    int depth = 0;
    bool is_text = false;
    for (auto at = place; at < source.size(); ++at) {
        const char c = source[at];
        if (is_text) {
            is_text = c != '"' || source[at - 1] == '\\';
        } else if (c == '"') {
            is_text = true;
        } else if (c == ';') {
            return {};
        } else if (std::string_view("([{").find(c) != std::string_view::npos) {
            ++depth;
        } else if (std::string_view(")]}").find(c) != std::string_view::npos && --depth < 0) {
            return arguments;
        } else if (c == ',' && depth == 0) {
            arguments.emplace_back();
            continue;
        }
        if (!arguments.empty()) {
            arguments.back() += c;
        }
    }
    return {};
}

enum class Hint { always, maybe, never };

/// Of an error that is made at this place.
Hint hint_at(const std::string& source, std::size_t place) {
    static const std::regex may_be_empty(R"re(hint = [^;]*""\))re");
    const auto arguments = arguments_behind(source, place);
    if (arguments.size() >= 2) {
        return arguments[1].find_first_not_of(" \n") == arguments[1].find("\"\"") ? Hint::never
                                                                                  : Hint::always;
    }
    // What the server hints at is shown as the server's.
    static const std::regex servers(R"re(error\.hint)re");
    const auto function = std::regex_replace(function_around(source, place), servers, "");
    if (function.find("hint") == std::string::npos) {
        return Hint::never;
    }
    return std::regex_search(function, may_be_empty) ? Hint::maybe : Hint::always;
}

/// Where a code is given on to who adds the hint, or is only asked for.
const std::set<std::string> k_not_made_here{
    "src/commands/context.cpp bad_url",      // asks for it
    "src/imports/write.cpp syntax_error",    // asks for it
    "src/imports/write.cpp meta_command",    // asks for it
    "src/commands/test.cpp fails_on_rows",   // an error that has its hint becomes a warning
    "src/postgres/resume.cpp cannot_resume", // each of its callers sets the hint
};

} // namespace

TEST_CASE("every code has a hint, or stands among those that have none on purpose") {
    const fs::path root = headstart::test::source_folder();
    const auto codes = all_codes(read(root / "src/diag/codes.hpp"));
    const auto excepted = codes_without_hint(read(root / "docs/errors.md"));
    REQUIRE(codes.size() > 50);
    static const std::regex use(R"re(code::(\w+))re");
    std::set<std::string> made;
    std::set<std::string> without;
    for (const auto& entry : fs::recursive_directory_iterator(root / "src")) {
        if (entry.path().extension() != ".cpp") {
            continue;
        }
        const auto source = read(entry.path());
        for (const auto& match : matches(source, use)) {
            const auto code = codes.find(match[1]);
            const auto where = entry.path().lexically_relative(root).string() + " " + match[1].str();
            if (code == codes.end()) {
                continue;
            }
            made.insert(code->second);
            const auto end = static_cast<std::size_t>(match.position()) + match.length();
            const auto hint = k_not_made_here.contains(where) ? Hint::always : hint_at(source, end);
            INFO(where);
            CHECK((hint != Hint::never || excepted.contains(code->second)));
            if (hint != Hint::always) {
                without.insert(code->second);
            }
        }
    }
    std::set<std::string> known;
    for (const auto& [name, code] : codes) {
        known.insert(code);
    }
    CHECK(made == known);
    CHECK(without == excepted);
}
