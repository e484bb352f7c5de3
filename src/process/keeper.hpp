#pragma once

#include "base/fd.hpp"
#include "base/wait.hpp"

#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace headstart::process {

/// As whom something runs.
struct Account {
    uid_t user;
    gid_t group;
};

/// Somebody else's account for a program that refuses to run as root: that of the first of these names that
/// /etc/passwd has. Nothing where this process is not root's, or none is there.
std::optional<Account> account_for_service(const std::vector<std::string>& names);

/// A process of ours that lives as long as we do and a little longer, to end and clear away what must not
/// outlive us: also when we are killed. It has a session of its own, no stream of ours, and obeys no signal
/// that asks it to end.
class Keeper {
public:
    /// What it does is told by `work`, which is run in it, alone: no other thread of ours is there. It is
    /// given where to say that it is ready (one line; what else it writes there is why it is not), and a
    /// descriptor that ends when we do. `account`: it gives up root's rights for these.
    using Work = std::function<void(int report, int end_of_owner)>;

    Keeper(const Work& work, const std::optional<Account>& account);
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;
    /// Returns when everything is cleared away.
    ~Keeper();

    /// What it has reported, once it says a line or ends. Throws base::Stopped.
    std::string await_report(const base::WaitLimits& limits);

private:
    pid_t m_pid = -1;
    base::Fd m_report;
    base::Fd m_alive; ///< closed by the kernel whatever ends us
};

} // namespace headstart::process
