#include "scripts/script_directory.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <tuple>

using namespace headstart;
using scripts::ScriptDirectory;
using test::error_text;
using test::TempFolder;
using test::without;

TEST_CASE("folders are loaded into one graph, each revision with its file") {
    const TempFolder first;
    const TempFolder second;
    first.write("2.sql", "-- B\n-- Revision ID: b\n-- Revises: a\n-- migrate:up\nSELECT 2;\n");
    first.write("1.sql", "-- A\n-- Revision ID: a\n-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 0;\n");
    second.write("0.sql", "-- C\n-- Revision ID: c\n-- Revises: b\n-- migrate:up\n");
    const auto directory = ScriptDirectory::load({first.path(), second.path()});
    REQUIRE(directory.graph().size() == 3);
    CHECK_FALSE(directory.is_empty());
    CHECK_NOTHROW(directory.require_revisions());
    for (revision::Node node = 0; node < 3; ++node) {
        const auto& revision = directory.graph().revision(node);
        CHECK(directory.file_of(revision)->path == revision.path);
    }
    const auto& base = directory.graph().revision(0);
    CHECK(base.id == "a");
    CHECK(directory.section_of(base, true).text() == "SELECT 1;\n");
    CHECK(directory.section_of(base, false).text() == "SELECT 0;\n");
}

TEST_CASE("of a long file no more than the header is read until somebody asks for its sections") {
    const TempFolder folder;
    const std::string header = "-- A\n-- Revision ID: a\n-- migrate:up\n";
    const std::string sql = "SELECT '" + std::string(100'000, 'x') + "';\n";
    const auto load = [&] { return ScriptDirectory::load({folder.path()}); };
    folder.write("1.sql", header + sql);
    const auto directory = load();
    CHECK(directory.files().front().header()->text.size() < sql.size());
    const auto& revision = directory.graph().revision(0);
    CHECK(directory.section_of(revision, true).text() == sql);
    CHECK(directory.files().front().header()->text.view() == header + sql);
    SECTION("what is behind it is looked at then") {
        folder.write("1.sql", header + sql + "\xE9");
        const auto latin = load();
        CHECK(error_text([&] {
                  std::ignore = latin.section_of(latin.graph().revision(0), true);
              }).find("the file is not UTF-8: byte 0xe9 at offset 100048") != std::string::npos);
    }
    SECTION("a file that has become another one meanwhile is refused") {
        const auto before = load();
        folder.write("1.sql", "-- B\n" + sql);
        CHECK(error_text([&] {
                  std::ignore = before.section_of(before.graph().revision(0), true);
              }).find("1.sql has been changed while it was being read") != std::string::npos);
    }
    SECTION("a header that is longer than most is read to its end") {
        folder.write("1.sql",
                     "-- A\n/* " + std::string(50'000, '-') + " */\n-- Revision ID: a\n-- migrate:up\n");
        CHECK(load().graph().revision(0).id == "a");
    }
}

TEST_CASE("a folder that is only in memory is the same as one on the disk") {
    const std::string a = "-- A\n-- Revision ID: a\n-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 0;\n";
    const std::string b = "-- B\n-- Revision ID: b\n-- Revises: a\n-- migrate:up\nSELECT 2;\n";
    const auto directory = ScriptDirectory::in_memory("m", {{"m/a.sql", a}, {"m/b.sql", b}});
    CHECK(directory.folders() == std::vector<std::filesystem::path>{"m"});
    REQUIRE(directory.graph().size() == 2);
    CHECK(directory.graph().id(directory.graph().heads().front()) == "b");
    const auto& base = directory.graph().revision(0);
    CHECK(base.path == "m/a.sql");
    CHECK(directory.file_of(base)->text.view() == a);
    CHECK(directory.section_of(base, false).text() == "SELECT 0;\n");
    const auto error =
        error_text([&] { std::ignore = directory.section_of(directory.graph().revision(1), false); });
    CHECK(error.starts_with("m/b.sql:1:1: error[HS0109]: revision b is irreversible"));
    const auto none = ScriptDirectory::in_memory("m", {});
    CHECK(none.is_empty());
    CHECK(error_text([&] { none.require_revisions(); })
              .starts_with("error[HS0101]: there are no migrations (*.sql) in " +
                           std::filesystem::absolute("m").string() + "\n"));
}

TEST_CASE("what is wrong with texts in memory is told as of files") {
    const auto error = [](std::vector<diag::SourceText> texts) {
        return error_text([&] { ScriptDirectory::in_memory("m", std::move(texts)); });
    };
    CHECK(error({{"m/a.sql", "SELECT 1;\n"}})
              .starts_with("m/a.sql:1:1: error[HS0102]: the header has no `Revision ID`\n"));
    CHECK(error({{"m/a.sql", "-- Revision ID: a\n-- \xE9\n"}, {"m/b.sql", std::string("\0", 1)}}) ==
          "error[HS0104]: m/a.sql:2:4: the file is not UTF-8: byte 0xe9 at offset 21\n"
          "hint: save it as UTF-8, or convert it (iconv -f latin1 -t utf-8) and leave out its SET "
          "client_encoding; pg_dump -E UTF8 makes a dump of UTF-8\n"
          "error[HS0104]: m/b.sql:1:1: the file is not UTF-8: byte 0x00 at offset 0\n"
          "hint: a NUL byte cannot be part of SQL; was the file saved as UTF-16?\n");
    CHECK(error({{"m/a.sql", "-- Revision ID: a\n"}, {"m/b.sql", "-- Revision ID: a\n"}})
              .find("note: a is in m/a.sql\nnote: a is in m/b.sql\n") != std::string::npos);
}

TEST_CASE("a draft stands on the folder that is there, which stays as it is") {
    const TempFolder folder;
    folder.write("1.sql", "-- A\n-- Revision ID: a\n-- migrate:up\nSELECT 1;\n");
    const auto written = ScriptDirectory::load({folder.path()});
    const auto draft =
        written.with({{"m/b.sql", "-- B\n-- Revision ID: b\n-- Revises: a\n-- migrate:up\nSELECT 2;\n"}});
    CHECK(draft.folders() == written.folders());
    REQUIRE(draft.graph().size() == 2);
    CHECK(draft.section_of(draft.graph().revision(1), true).text() == "SELECT 2;\n");
    CHECK(draft.file_of(draft.graph().revision(0)) == written.file_of(written.graph().revision(0)));
    CHECK(written.graph().size() == 1);
    CHECK(error_text([&] {
              std::ignore = written.with({{"m/b.sql", "-- Revision ID: a\n"}});
          }).find("m/b.sql") != std::string::npos);
}

TEST_CASE("all broken headers are told at once") {
    const TempFolder folder;
    folder.write("1.sql", "SELECT 1;\n");
    folder.write("2.sql", "-- Revision ID: b\n-- Revision ID: c\n-- Revision ID: d\n");
    CHECK(without(error_text([&] { ScriptDirectory::load({folder.path()}); }), folder.path().string()) ==
          "/1.sql:1:1: error[HS0102]: the header has no `Revision ID`\n"
          "    1 | SELECT 1;\n"
          "      | ^~~~~~~~~\n"
          "hint: write `-- Revision ID: …` at the top of the file; `headstart revision -m …` makes a file "
          "with one\n"
          "/2.sql:2:1: error[HS0102]: `Revision ID` is given twice\n"
          "    2 | -- Revision ID: c\n"
          "      | ^~~~~~~~~~~~~~~~~\n"
          "hint: keep one of the two lines\n"
          "/2.sql:3:1: error[HS0102]: `Revision ID` is given twice\n"
          "    3 | -- Revision ID: d\n"
          "      | ^~~~~~~~~~~~~~~~~\n"
          "hint: keep one of the two lines\n");
}

TEST_CASE("the same id in two files is refused") {
    const TempFolder folder;
    folder.write("1.sql", "-- Revision ID: a\n");
    folder.write("2.sql", "-- Revision ID: a\n");
    CHECK(without(error_text([&] { ScriptDirectory::load({folder.path()}); }), folder.path().string()) ==
          "error[HS0105]: Revision a is present more than once\n"
          "note: a is in /1.sql\n"
          "note: a is in /2.sql\n"
          "hint: delete one of the files or give it another 'Revision ID'\n");
}

TEST_CASE("a folder without migrations is nothing to upgrade to") {
    const TempFolder folder;
    folder.write("readme.md", "");
    const auto directory = ScriptDirectory::load({folder.path()});
    CHECK(directory.is_empty());
    CHECK(without(error_text([&] { directory.require_revisions(); }), folder.path().string()) ==
          "error[HS0101]: there are no migrations (*.sql) in \n"
          "hint: is it the right folder (--dir, HEADSTART_DIR), and is it mounted? `headstart revision -m "
          "\"…\"` makes the first migration\n");
}

TEST_CASE("a section that is not there is an error of the file, or an irreversible revision") {
    const TempFolder folder;
    folder.write("1.sql", "-- A\n-- Revision ID: a\nSELECT 1;\n");
    const auto directory = ScriptDirectory::load({folder.path()});
    const auto& revision = directory.graph().revision(0);
    const auto error = [&](bool upwards) {
        return without(error_text([&] { std::ignore = directory.section_of(revision, upwards); }),
                       folder.path().string());
    };
    CHECK(error(true) == "/1.sql:1:1: error[HS0103]: the file has no `-- migrate:up` marker\n"
                         "    1 | -- A\n"
                         "      | ^\n"
                         "hint: put `-- migrate:up` on a line of its own above the SQL\n");
    CHECK(error(false) ==
          "/1.sql:1:1: error[HS0109]: revision a is irreversible: its file has no `-- migrate:down` section\n"
          "    1 | -- A\n"
          "      | ^\n"
          "hint: write the section, or restore a backup; nothing has been run\n");
}
