#include "scripts/folder.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <filesystem>
#include <sys/stat.h>

using namespace headstart;
using test::error_text;
using test::TempFolder;
using test::without;

namespace {

std::string read_error(const TempFolder& folder, const std::string& name = "") {
    const auto path = name.empty() ? folder.path() : folder.path() / name;
    return without(error_text([&] { scripts::read_folder(path); }), folder.path().string());
}

} // namespace

TEST_CASE("the SQL files of a folder come in the order of their names' bytes") {
    const TempFolder folder;
    for (const auto* name : {"b.sql", "a.sql", "B.sql", "é.sql", "10.sql", "9.sql", ".hidden.sql",
                             "template.sql", "notes.md", "a.sql.bak", "c.SQL"}) {
        folder.write(name, name);
    }
    folder.write("sub/d.sql", "");
    std::vector<std::string> texts;
    for (const auto& one : scripts::read_folder(folder.path())) {
        const auto& file = one.whole();
        CHECK(file->path == (folder.path() / file->text.view()).string());
        texts.emplace_back(file->text.view());
    }
    CHECK(texts == std::vector<std::string>{"10.sql", "9.sql", "B.sql", "a.sql", "b.sql", "é.sql"});
}

TEST_CASE("what looks like a migration and is not read is named") {
    const TempFolder folder;
    for (const auto* name :
         {"a.sql",         "b.SQL",       "c.sql.txt",  "d.sql.bak",        "e.sql~", "#f.sql#",   ".g.sql",
          "h.psql",        "i.md",        "j.sql.orig", "template.sql",     "mysql",  "nosql.md",  ".sql.swp",
          "k.sql ",        "old/l.sql",   "notes/m.md", ".git/n.sql",       "o.sql_", "p.sql (1)", "q.ddl",
          "deep/er/r.sql", "upper/S.SQL", "LICENSE",    "hidden/.git/t.sql"}) {
        folder.write(name, name);
    }
    folder.write("u", "-- Make u\n--\n-- Revision ID: u1\n-- Revises:\n\n-- migrate:up\nSELECT 1;\n");
    std::filesystem::create_directory_symlink(".", folder.path() / "back");
    std::filesystem::create_directory_symlink("old", folder.path() / "linked");
    const auto passed_over = [&](bool recursive) {
        std::vector<scripts::PassedOver> found;
        scripts::read_folder(folder.path(), {.recursive = recursive}, &found);
        std::string text;
        for (const auto& [path, reason] : found) {
            text += without(path, folder.path().string() + "/") + ": " + reason + "\n";
        }
        return text;
    };
    const std::string files = "b.SQL: its name does not end in \".sql\"\n"
                              "c.sql.txt: its name does not end in \".sql\"\n"
                              "h.psql: its name does not end in \".sql\"\n"
                              "k.sql : its name does not end in \".sql\"\n";
    const std::string link =
        "linked: it is a link to a folder, and none is followed; version_locations has it read\n";
    const std::string folder_reason =
        "it is a sub-folder: recursive_version_locations = true, or version_locations, has such read\n";
    const std::string below = "p.sql (1): its name does not end in \".sql\"\n"
                              "q.ddl: its name does not end in \".sql\"\n"
                              "u: its name does not end in \".sql\"\n";
    const std::string underscore = "o.sql_: its name does not end in \".sql\"\n";
    CHECK(passed_over(false) == files.substr(0, files.find("h.psql")) + "deep: " + folder_reason +
                                    files.substr(files.find("h.psql")) + link + underscore +
                                    "old: " + folder_reason + below + "upper: " + folder_reason);
    CHECK(passed_over(true) ==
          files + link + underscore + below + "upper/S.SQL: its name does not end in \".sql\"\n");
}

TEST_CASE("with subfolders each folder's own files come first") {
    const TempFolder folder;
    for (const auto* name : {"z.sql", "2025/b.sql", "2025/a/c.sql", "2024/d.sql", "2024/template.sql",
                             ".git/e.sql", "2025/.f/g.sql"}) {
        folder.write(name, name);
    }
    std::filesystem::create_directory_symlink("..", folder.path() / "2024" / "back");
    std::vector<std::string> texts;
    for (const auto& one : scripts::read_folder(folder.path(), {.recursive = true})) {
        const auto& file = one.whole();
        CHECK(file->path == (folder.path() / file->text.view()).string());
        texts.emplace_back(file->text.view());
    }
    CHECK(texts == std::vector<std::string>{"z.sql", "2024/d.sql", "2025/b.sql", "2025/a/c.sql"});
}

TEST_CASE("what is no file, and what is too large, is told before it is read") {
    const TempFolder folder;
    folder.write("a.sql", "12345678901");
    std::filesystem::create_directory(folder.path() / "b.sql");
    REQUIRE(::mkfifo((folder.path() / "c.sql").c_str(), 0600) == 0);
    std::filesystem::create_symlink("/dev/zero", folder.path() / "d.sql");
    CHECK(without(error_text([&] { scripts::read_folder(folder.path(), {.most_bytes = 10}); }),
                  folder.path().string()) ==
          "error[HS0101]: cannot read /a.sql: it is larger than max_migration_size allows (10 B)\n"
          "hint: is it a migration? raise --max-migration-size if it is\n"
          "error[HS0101]: cannot read /b.sql: Is a directory\n"
          "hint: a file is meant there; a container engine makes a folder where the file to be mounted is "
          "missing\n"
          "error[HS0101]: cannot read /c.sql: it is a named pipe (FIFO), not a file\n"
          "hint: put a regular file there\n"
          "error[HS0101]: cannot read /d.sql: it is a device, not a file\n"
          "hint: put a regular file there\n");
}

TEST_CASE("a link is known by where it leads, if that is outside") {
    const TempFolder folder;
    const TempFolder elsewhere;
    folder.write("..data/a.sql", "a"); // as Kubernetes mounts a ConfigMap
    std::filesystem::create_symlink("..data/a.sql", folder.path() / "a.sql");
    const auto target = elsewhere.write("secret", "s3cr3t");
    std::filesystem::create_symlink(target, folder.path() / "b.sql");
    auto files = scripts::read_folder(folder.path());
    REQUIRE(files.size() == 2);
    CHECK(files[0].header()->link_target == "");
    CHECK(files[1].header()->link_target == std::filesystem::canonical(target).string());
    files = scripts::read_folder(folder.path(), {.trusted_folders = {folder.path(), elsewhere.path()}});
    CHECK(files[1].header()->link_target == "");
}

TEST_CASE("an empty folder has no files, and a byte order mark is kept") {
    const TempFolder folder;
    CHECK(scripts::read_folder(folder.path()).empty());
    folder.write("a.sql", "\xEF\xBB\xBF-- é\r\n");
    CHECK(scripts::read_folder(folder.path()).front().whole()->text.view() == "\xEF\xBB\xBF-- é\r\n");
}

TEST_CASE("a folder that cannot be read says why") {
    const TempFolder folder;
    CHECK(read_error(folder, "none") ==
          "error[HS0101]: cannot read the migrations folder /none: No such file or directory\n"
          "hint: is it mounted or copied into the image? name it with --dir or HEADSTART_DIR; `headstart "
          "init` makes a new one\n");
    folder.write("file", "");
    CHECK(read_error(folder, "file") ==
          "error[HS0101]: cannot read the migrations folder /file: Not a directory\n"
          "hint: name the folder that holds the migrations, with --dir or HEADSTART_DIR\n");
    std::filesystem::create_symlink("loop", folder.path() / "loop");
    CHECK(read_error(folder, "loop") ==
          "error[HS0101]: cannot read the migrations folder /loop: Too many levels of symbolic links\n"
          "hint: check the folder's owner and mode, and the user that headstart runs as\n");
}

TEST_CASE("all files that cannot be read are told at once") {
    const TempFolder folder;
    folder.write("a.sql", "-- caf\xE9\n");
    folder.write("b.sql", "-- é\n-- x");
    std::filesystem::create_symlink("c.sql", folder.path() / "c.sql");
    std::filesystem::create_symlink("gone", folder.path() / "d.sql");
    CHECK(read_error(folder) ==
          "error[HS0104]: /a.sql:1:7: the file is not UTF-8: byte 0xe9 at offset 6\n"
          "hint: save it as UTF-8, or convert it (iconv -f latin1 -t utf-8) and leave out its SET "
          "client_encoding; pg_dump -E UTF8 makes a dump of UTF-8\n"
          "error[HS0101]: cannot read /c.sql: Too many levels of symbolic links\n"
          "hint: check the file's owner and mode, and the user that headstart runs as\n"
          "error[HS0101]: cannot read /d.sql: No such file or directory\n"
          "hint: check the file's owner and mode, and the user that headstart runs as\n");
}

TEST_CASE("UTF-16 and NUL bytes are named for what they are") {
    const TempFolder folder;
    folder.write("a.sql", std::string("\xFF\xFE-\0-\0", 6));
    folder.write("b.sql", std::string("-\0-\0", 4));
    folder.write("c.sql", std::string("-- é\nSELECT '日\0';", 18));
    CHECK(read_error(folder) == "error[HS0104]: /a.sql:1:1: the file is not UTF-8: byte 0xff at offset 0\n"
                                "hint: it was saved as UTF-16; save it as UTF-8: iconv -f utf-16 -t utf-8\n"
                                "error[HS0104]: /b.sql:1:2: the file is not UTF-8: byte 0x00 at offset 1\n"
                                "hint: a NUL byte cannot be part of SQL; was the file saved as UTF-16?\n"
                                "error[HS0104]: /c.sql:2:10: the file is not UTF-8: byte 0x00 at offset 17\n"
                                "hint: a NUL byte cannot be part of SQL; was the file saved as UTF-16?\n");
}
