#include "base/encoding_name.hpp"
#include "pg/server_setting.hpp"
#include "support/catch.hpp"

using namespace headstart;

namespace {

/// "name=value; …", and behind "|" the words that are no settings.
std::string shown(std::string_view options) {
    const auto [settings, others] = pg::parse_options(options);
    std::string text;
    for (const auto& [name, value] : settings) {
        text += name + "=" + value + "; ";
    }
    text += "|";
    for (const auto& other : others) {
        text += " " + other;
    }
    return text;
}

std::string set(const std::string& name, const std::string& value) {
    return pg::set_setting({name, value}, pg::SettingScope::transaction).sql;
}

} // namespace

TEST_CASE("options are read as the server reads them") {
    CHECK(shown("") == "|");
    CHECK(shown(" \t\n ") == "|");
    CHECK(shown("-c search_path=app") == "search_path=app; |");
    CHECK(shown("-csearch_path=app") == "search_path=app; |");
    CHECK(shown("--search_path=app") == "search_path=app; |");
    CHECK(shown("--search-path=app -c  work-mem=4MB") == "search_path=app; work_mem=4MB; |");
    CHECK(shown("-c search_path=a,\\ b") == "search_path=a, b; |");
    CHECK(shown("-c a=b\\\\c -c d=\\\te") == "a=b\\c; d=\te; |");
    CHECK(shown("-c search_path=") == "search_path=; |");
    CHECK(shown("-c a=b=c") == "a=b=c; |");
    CHECK(shown("-c app.user=me\n\t-c\vjit=off") == "app.user=me; jit=off; |");
    CHECK(shown("-c a=1 -c a=2") == "a=1; a=2; |");
    CHECK(shown("-c a=b\\") == "a=b; |");
}

TEST_CASE("words of options that are no settings are named, none is lost") {
    CHECK(shown("-e") == "| -e");
    CHECK(shown("-c") == "| -c");
    CHECK(shown("-c jit") == "| -c jit");
    CHECK(shown("--jit") == "| --jit");
    CHECK(shown("--") == "| --");
    CHECK(shown("-c =x") == "| -c =x");
    CHECK(shown("endpoint=ep-cool-1 -c jit=off") == "jit=off; | endpoint=ep-cool-1");
    CHECK(shown("-B 5 -c jit=off -S 1024") == "jit=off; | -B 5 -S 1024");
}

TEST_CASE("an option written is an option read") {
    for (const std::string value : {"", "a", "a b", "a\\ b", "\t\n\v\f\r", "\"A\", b", "--x",
                                    "Gr\xc3\xbc\xc3\x9f"
                                    "e"}) {
        const auto [settings, others] = pg::parse_options(pg::option_for({"x.y", value}));
        CHECK(settings == std::vector{pg::ServerSetting{"x.y", value}});
        CHECK(others.empty());
    }
}

TEST_CASE("a setting is sent as the start-up packet would have meant it") {
    CHECK(set("lock_timeout", "5s") == "SET LOCAL \"lock_timeout\" = '5s'");
    CHECK(pg::set_setting({"lock_timeout", "5s"}, pg::SettingScope::session).sql ==
          "SET \"lock_timeout\" = '5s'");
    CHECK(set("app.user", "it's") == "SET LOCAL \"app\".\"user\" = 'it''s'");
    CHECK(set("we\"ird", "a\\b") == "SET LOCAL \"we\"\"ird\" = E'a\\\\b'");
    CHECK(set("DateStyle", "ISO, MDY") == "SET LOCAL \"DateStyle\" = 'ISO, MDY'");
    CHECK(set("search_path", "") == "SET LOCAL \"search_path\" = ''");
    CHECK(set("search_path", "app") == "SET LOCAL \"search_path\" = 'app'");
    CHECK(set("Search_Path", "App , \"$user\",  \"A, \"\"b\"\" \" ") ==
          "SET LOCAL \"Search_Path\" = 'app', '$user', 'A, \"b\" '");
}

TEST_CASE("UTF-8 has several names") {
    for (const auto* name : {"UTF8", "utf8", "utf-8", "UTF_8", "Unicode"}) {
        CHECK(base::names_utf8(name));
    }
    for (const auto* name : {"", "auto", "latin1", "SQL_ASCII", "UTF16", "UTF88"}) {
        CHECK_FALSE(base::names_utf8(name));
    }
}
