#include "pg/cancel.hpp"

#include "base/background.hpp"

#include <array>

namespace headstart::pg {

// Both calls block, so they run in the background. libpq 17 can also cancel asynchronously, but its blocking
// form keeps one path for both versions; what counts is that 17 encrypts the request as it does the
// connection.
void request_cancel(PGconn* connection, base::Deadline deadline) {
#ifdef LIBPQ_HAS_ASYNC_CANCEL
    const std::shared_ptr<PGcancelConn> cancel(PQcancelCreate(connection), PQcancelFinish);
    const auto call = [cancel] { PQcancelBlocking(cancel.get()); };
#else
    const std::shared_ptr<PGcancel> cancel(PQgetCancel(connection), PQfreeCancel);
    const auto call = [cancel] {
        std::array<char, 256> reason{};
        PQcancel(cancel.get(), reason.data(), static_cast<int>(reason.size()));
    };
#endif
    if (cancel) {
        base::run_in_background(call, {deadline, base::WaitContext::none()});
    }
}

} // namespace headstart::pg
