#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/listener.hpp"
#include "support/messages.hpp"

#include <poll.h>
#include <sys/socket.h>

using namespace headstart::test;

// Whoever stands at the server's address, or on the way to it, asks for the password.

namespace {

/// Linux takes 0.0.0.0 for this machine, and it is none of the loopback addresses.
std::string far_away(const Listener& listener) {
    return "postgresql://user:secret@0.0.0.0:" + listener.port() + "/postgres";
}

std::string cleartext_request() {
    return message('R', number_bytes(3));
}

/// Asks in this way once it has been told who comes, and keeps what it hears then.
Listener::Manner asks(std::string request, std::string& heard, std::size_t piece = 1000) {
    return [=, &heard](int connection) {
        if (read_startup_packet(connection).empty()) {
            return true;
        }
        for (std::size_t at = 0; at < request.size(); at += piece) {
            send(connection, request.substr(at, piece));
            ::poll(nullptr, 0, piece < 1000 ? 20 : 0);
        }
        std::string bytes(1000, '\0');
        const auto size = ::recv(connection, bytes.data(), bytes.size(), 0);
        heard.append(bytes, 0, size > 0 ? static_cast<std::size_t>(size) : 0);
        return true;
    };
}

constexpr std::string_view k_refusal =
    "error[HS0302]: cannot connect to the database: the server asks for the password in clear text, over a "
    "connection that is not encrypted";

} // namespace

TEST_CASE("a password in clear text goes nowhere where others may listen") {
    Project project;

    struct Way {
        std::string request;
        std::string query;
        std::size_t piece = 1000;
    };

    const std::vector<Way> ways{
        {cleartext_request(), ""},
        {cleartext_request(), "?sslmode=disable"},
        {cleartext_request(), "?sslmode=allow"},
        {cleartext_request(), "?sslmode=prefer"},
        {cleartext_request(), "", 1},
        {cleartext_request(), "", 7},
        // Behind a request that is none of it.
        {message('R', number_bytes(10) + std::string("SCRAM-SHA-256\0\0", 15)) + cleartext_request(), ""},
    };
    for (const auto& way : ways) {
        INFO(way.query << ", in pieces of " << way.piece);
        std::string heard;
        {
            const Listener listener(asks(way.request, heard, way.piece));
            const auto outcome = project.headstart(
                Call{{"wait", "--wait-timeout", "5s"}, {{"DATABASE_URL", far_away(listener) + way.query}}});
            INFO(outcome.err);
            CHECK(outcome.status == 1);
            CHECK(outcome.err.find(k_refusal) != std::string::npos);
        }
        CHECK(heard.find("secret") == std::string::npos);
    }
}

TEST_CASE("a password in clear text goes where nobody can listen, and where somebody wants it") {
    Project project;
    const std::string given = message('p', std::string("secret\0", 7));
    for (const bool is_wanted : {false, true}) {
        std::string heard;
        {
            const Listener listener(asks(cleartext_request(), heard));
            const auto outcome =
                project.headstart(Call{{"status"},
                                       {{"DATABASE_URL", is_wanted ? far_away(listener) : listener.url()},
                                        {"HEADSTART_CLEARTEXT_PASSWORD", is_wanted ? "true" : "false"}}});
            CHECK(outcome.err.find("error[HS0301]") != std::string::npos);
        }
        CHECK(heard == given);
    }
}
