#include "e2e/certificates.hpp"
#include "e2e/cluster.hpp"
#include "support/catch.hpp"
#include "support/project.hpp"

using namespace headstart::test;

namespace {

/// An OpenSSL configuration that names a shared object as provider and as engine, and variables that lead to
/// it.
class Intruder {
public:
    explicit Intruder(const Project& project)
        : m_mark(project.folder.path() / "mark") {
        const std::filesystem::path library = HEADSTART_INTRUDER;
        variables["INTRUDER_MARK"] = m_mark;
        variables["OPENSSL_CONF"] = project.folder.write("openssl.cnf", "openssl_conf = all\n"
                                                                        "[all]\n"
                                                                        "providers = providers\n"
                                                                        "engines = engines\n"
                                                                        "[providers]\n"
                                                                        "intruder = provider\n"
                                                                        "[provider]\n"
                                                                        "module = " +
                                                                            library.string() +
                                                                            "\n"
                                                                            "activate = 1\n"
                                                                            "[engines]\n"
                                                                            "intruder = engine\n"
                                                                            "[engine]\n"
                                                                            "dynamic_path = " +
                                                                            library.string() + "\n");
        variables["OPENSSL_MODULES"] = library.parent_path();
        variables["OPENSSL_ENGINES"] = library.parent_path();
    }

    [[nodiscard]] bool came_in() const { return std::filesystem::exists(m_mark); }

    Environment variables;

private:
    std::filesystem::path m_mark;
};

} // namespace

TEST_CASE("no OpenSSL configuration is read and no shared object of it loaded") {
    Project project;
    const Intruder intruder(project);

    SECTION("for digests") {
        project.migration("a1", "", "CREATE TABLE a (id int);");
        const auto outcome = project.headstart({{"upgrade", "head", "--sql"}, intruder.variables});
        CHECK(outcome.status == 0);
        CHECK(outcome.out.find("CREATE TABLE a (id int);") != std::string::npos);
        CHECK_FALSE(intruder.came_in());
    }
    SECTION("for TLS") {
        Cluster cluster;
        const auto identity = Authority("The test's authority").issue("localhost");
        cluster.add_file("server.crt", identity.certificate);
        cluster.add_file("server.key", identity.key);
        cluster.add_setting("ssl = on");
        cluster.reload();
        auto variables = intruder.variables;
        variables["DATABASE_URL"] = cluster.url() + "?sslmode=require";
        CHECK(project.headstart({{"wait"}, variables}).status == 0);
        CHECK_FALSE(intruder.came_in());
    }
    SECTION("as other programs do") {
        Process plain({{HEADSTART_PLAIN_OPENSSL}, intruder.variables});
        plain.wait();
        CHECK(intruder.came_in());
    }
}
