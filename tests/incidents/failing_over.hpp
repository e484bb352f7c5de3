#pragma once

#include "e2e/cluster.hpp"
#include "support/project.hpp"

#include <memory>
#include <string>
#include <vector>

namespace headstart::test {

/// The URL of several servers, in their order, of which the one that can be written to is meant.
std::string url_of_writable(const std::vector<const Cluster*>& servers);

/// A project whose database is that of a primary, or of its standby once that has been promoted. It logs in
/// JSON.
struct FailingOver : Project {
    FailingOver();

    Cluster primary;
    std::unique_ptr<Cluster> standby = primary.make_standby();

    /// Waits until the standby has got what makes the query say so.
    [[nodiscard]] bool has_come_over(const std::string& query, const std::string& answer) const;

    /// The primary is gone from one moment to the next; the standby takes its place.
    void fail_over() const;

    [[nodiscard]] std::string at_standby(const std::string& query) const;
};

} // namespace headstart::test
