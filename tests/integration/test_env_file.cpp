/// The application's `.env` is the application's.

#include "support/catch.hpp"
#include "support/project.hpp"

#include <filesystem>

using namespace headstart::test;

namespace {

/// The database is named in `.env` alone, between lines that are none of ours.
struct DotenvProject : Project {
    DotenvProject() {
        migration("a1", "", "CREATE TABLE a (id int);");
        url = environment["DATABASE_URL"];
        environment.erase("DATABASE_URL");
    }

    std::string url;
};

} // namespace

TEST_CASE("a line of .env that is not ours and not understood is a warning") {
    DotenvProject project;
    project.folder.write(".env", "[app]\nDATABASE_URL=" + project.url + "\nsome words\nOPEN=\"value\n");
    CHECK(project.transcript({"heads"}) == "1| a1 (head)\n2| warning: .env, line 1: there is no \"=\"; "
                                           "passed over, and 2 more like it\nexit 0\n");
    CHECK(project.headstart({"upgrade"}).status == 0);
}

TEST_CASE("of .env nothing is said where all that is needed comes from the environment") {
    DotenvProject project;
    project.folder.write(".env", "[app]\nDATABASE_URL=\"open\nPGPASSWORD\n");
    CHECK(project.transcript({{"heads"}, {{"DATABASE_URL", project.url}}, {}, {}, {}}) ==
          "1| a1 (head)\nexit 0\n");
    CHECK(project.transcript({"heads", "--url", project.url}) == "1| a1 (head)\nexit 0\n");
}

TEST_CASE("a line of .env that is ours and not understood is an error") {
    DotenvProject project;
    project.folder.write(".env", "A=1\nDATABASE_URL=\"open\n");
    CHECK(project.transcript({"heads"}) ==
          "2| error[HS0003]: .env, line 2: the quote that opens a value is never closed\n"
          "2| hint: close it, or escape the quotes inside it with a backslash\n"
          "exit 2\n");
    // A setting is ours wherever the database is named.
    project.folder.write(".env", "HEADSTART_LOCK_TIMEOUT\n");
    CHECK_THAT(project.headstart({{"heads"}, {{"DATABASE_URL", project.url}}, {}, {}, {}}).err,
               Catch::Matchers::StartsWith("error[HS0003]: .env, line 1: there is no \"=\"\n"));
}

TEST_CASE("a misspelt variable of ours is warned of, and changes nothing") {
    DotenvProject project;
    project.environment["HEADSTART_LOCK_TIMEOT"] = "1s";
    CHECK(project.transcript({"heads", "--url", project.url}) ==
          "1| a1 (head)\n2| warning: HEADSTART_LOCK_TIMEOT is no setting, and is passed over: did you mean "
          "HEADSTART_LOCK_TIMEOUT?\nexit 0\n");
}

TEST_CASE("a .env that cannot be read is passed over with a word, unless it was named") {
    DotenvProject project;
    std::filesystem::create_directory(project.folder.path() / ".env");
    CHECK(project.transcript({"heads"}) == "1| a1 (head)\n2| warning: the file of variables .env cannot be "
                                           "read: Is a directory; passed over\nexit 0\n");
    CHECK(project.transcript({{"heads"}, {{"DATABASE_URL", project.url}}, {}, {}, {}}) ==
          "1| a1 (head)\nexit 0\n");
    CHECK(project.headstart({"heads", "--env-file", ".env"}).status == 2);
}
