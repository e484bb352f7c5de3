#include "support/catch.hpp"
#include "support/project.hpp"

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::vector<std::string> k_urls{"postgresql://me:s3cr3t@db/app", "postgres+asyncpg://me:s3cr3t@db",
                                      "host=db user=me password=s3cr3t"};

} // namespace

TEST_CASE("a URL that is given where something else is meant is not shown") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    for (const auto& url : k_urls) {
        for (const auto* const option :
             {"--url-file", "--config", "--env-file", "--dir", "--version-locations", "--heartbeat-file",
              "--wait-timeout", "--log-level", "--redact", "--version-table", "--file-template", "--timezone",
              "--max-migration-size", "--on-ahead"}) {
            INFO(option << " " << url);
            const auto outcome = project.headstart({"upgrade", option, url});
            CHECK(outcome.status == 2);
            CHECK_THAT(outcome.err + outcome.out, !ContainsSubstring("s3cr3t") && ContainsSubstring("URL"));
        }
        for (const auto* const variable : {"HEADSTART_URL_FILE", "MIGRATION_DATABASE_URL_FILE",
                                           "DATABASE_URL_FILE", "HEADSTART_DIR", "HEADSTART_CONFIG"}) {
            INFO(variable << " " << url);
            const auto outcome = project.headstart({{"current"}, {{variable, url}}, {"DATABASE_URL"}});
            CHECK(outcome.status == 2);
            CHECK_THAT(outcome.err, !ContainsSubstring("s3cr3t") && ContainsSubstring(variable));
        }
    }
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{k_urls[0]},
                                                      {"show", k_urls[0]},
                                                      {"show", "postgresql://me:s3cr3t"},
                                                      {"upgrade", k_urls[0]},
                                                      {"stamp", k_urls[1]},
                                                      {"run", "--target", k_urls[0]},
                                                      {"upgrade", "--nonsense", k_urls[0]}}) {
        const auto outcome = project.headstart(arguments);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err + outcome.out, !ContainsSubstring("s3cr3t"));
    }
}

TEST_CASE(
    "a line of headstart.toml is shown without its value, unless it is a setting that holds no secret") {
    Project project;
    for (const std::string text :
         {"smtp_login = \"s3cr3t\"\n", "api.k = 's3cr3t\n", "a = [ \"x\",\n\"s3cr3t\" 1]\n", "s3cr3t\n",
          "dir = \"\"\"\ns3cr3t\n", "x = { y = \"s3cr3t\" }\n", "\"a b\" = \"s3cr3t\" z\n",
          "[[post_write_hooks]]\noptions = \"s3cr3t\" z\n", "timezone = 1 # secret s3cr3t\n",
          "[a]\nb = \"s3cr3t\"\n", "url = [\"s3cr3t\"]\n"}) {
        INFO(text);
        project.folder.write("headstart.toml", text);
        for (const auto* const format : {"text", "json"}) {
            const auto outcome = project.headstart({"heads", "--log-format", format});
            CHECK(outcome.status == 2);
            CHECK_THAT(outcome.err, !ContainsSubstring("s3cr3t") && ContainsSubstring("headstart.toml"));
        }
    }
    project.folder.write("headstart.toml", "log_level = \"loud\"\n");
    CHECK_THAT(project.headstart({"heads"}).err, ContainsSubstring("    1 | log_level = \"loud\"\n"));
}
