#pragma once

#include <csignal>

namespace headstart::process {

/// While it lives, the kernel reaps every child that ends: process 1 of a container adopts what others leave
/// behind (`docker exec`, a probe's helper), and is the only one who can put it away. What was there for
/// SIGCHLD comes back with its end, and no ended child is left to whoever takes our place.
class OrphanReaping {
public:
    OrphanReaping();
    OrphanReaping(const OrphanReaping&) = delete;
    OrphanReaping& operator=(const OrphanReaping&) = delete;
    ~OrphanReaping();

private:
    struct sigaction m_before{};
};

/// While it lives, a child of ours that ends stays to be asked how. Those that others left and that ended
/// meanwhile are reaped with its end, if they would have been before.
class OwnChildren {
public:
    OwnChildren();
    OwnChildren(const OwnChildren&) = delete;
    OwnChildren& operator=(const OwnChildren&) = delete;
    ~OwnChildren();

private:
    struct sigaction m_before{};
};

} // namespace headstart::process
