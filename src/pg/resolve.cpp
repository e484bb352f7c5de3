#include "pg/resolve.hpp"

#include "base/background.hpp"
#include "base/fd.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace headstart::pg {

namespace {

/// Owned by the lookup's thread as well as by the waiting one, whichever lives longer.
struct Lookup {
    std::string host;
    int status = 0;
    int system_error = 0;
    bool lacks_descriptor = false;
    std::vector<std::string> addresses;
};

bool is_address(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> parsed{};
    return inet_pton(AF_INET, host.c_str(), parsed.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), parsed.data()) == 1;
}

void look_up(Lookup& lookup) {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    lookup.status = getaddrinfo(lookup.host.c_str(), nullptr, &wanted, &found);
    lookup.system_error = errno;
    if (lookup.status != 0) {
        // The resolver takes a file that it may not open for one without the name.
        const base::Fd another{::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)};
        lookup.lacks_descriptor = !another.is_open() && errno == EMFILE;
        return;
    }
    for (const auto* one = found; one != nullptr; one = one->ai_next) {
        // getnameinfo, not inet_ntop: it keeps the zone of a link-local IPv6 address.
        std::array<char, NI_MAXHOST> text{};
        if (getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0,
                        NI_NUMERICHOST) == 0) {
            lookup.addresses.emplace_back(text.data());
        }
    }
    freeaddrinfo(found);
}

} // namespace

std::variant<std::vector<std::string>, ResolveFailure> resolve(const std::string& host,
                                                               const base::WaitLimits& limits) {
    if (is_address(host)) {
        return std::vector{host};
    }
    const auto lookup = std::make_shared<Lookup>();
    lookup->host = host;
    if (base::run_in_background([lookup] { look_up(*lookup); }, limits) == base::Readiness::timed_out) {
        return ResolveFailure{"the name server did not answer in time", true};
    }
    if (lookup->lacks_descriptor) {
        return ResolveFailure{.reason = std::strerror(EMFILE), .lacks_descriptor = true};
    }
    if (lookup->status != 0) {
        return ResolveFailure{lookup->status == EAI_SYSTEM ? std::strerror(lookup->system_error)
                                                           : gai_strerror(lookup->status)};
    }
    return lookup->addresses;
}

} // namespace headstart::pg
