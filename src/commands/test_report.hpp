#pragma once

#include "commands/revision_proof.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace headstart::commands {

/// All that was tested, in the order in which an upgrade runs it.
struct TestReport {
    std::vector<RevisionProof> proofs;
    base::milliseconds duration{0};

    [[nodiscard]] std::size_t count(RevisionProof::Result result) const;

    [[nodiscard]] bool has_passed() const {
        return count(RevisionProof::Result::failed) + count(RevisionProof::Result::not_run) == 0;
    }

    /// What has failed, one behind the other.
    [[nodiscard]] std::vector<diag::Diagnostic> findings() const;
};

/// A line for each revision, and one for all.
std::string test_text(const TestReport& report);

nlohmann::ordered_json test_json(const TestReport& report);

/// As JUnit writes it, and CI servers read it: a case for each revision.
std::string test_junit(const TestReport& report);

} // namespace headstart::commands
