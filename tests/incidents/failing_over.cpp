#include "incidents/failing_over.hpp"

#include "support/eventually.hpp"

namespace headstart::test {

std::string url_of_writable(const std::vector<const Cluster*>& servers) {
    std::string hosts;
    for (const auto* server : servers) {
        hosts += (hosts.empty() ? "127.0.0.1:" : ",127.0.0.1:") + server->port();
    }
    return "postgresql://postgres:" + servers.front()->password() + "@" + hosts +
           "/postgres?target_session_attrs=read-write";
}

FailingOver::FailingOver() {
    environment["DATABASE_URL"] = url_of_writable({&primary, standby.get()});
    environment["HEADSTART_LOG_FORMAT"] = "json";
}

bool FailingOver::has_come_over(const std::string& query, const std::string& answer) const {
    Session session(standby->url());
    return eventually(30s, [&] {
        try {
            return session.text(query) == answer;
        } catch (const std::runtime_error&) { // what it asks for is not there yet
            return false;
        }
    });
}

void FailingOver::fail_over() const {
    primary.stop("immediate");
    standby->promote();
}

std::string FailingOver::at_standby(const std::string& query) const {
    return Session(standby->url()).text(query);
}

} // namespace headstart::test
