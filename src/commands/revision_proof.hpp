#pragma once

#include "catalogue/read.hpp"
#include "commands/context.hpp"
#include "diag/diagnostic.hpp"
#include "prove/scratch_database.hpp"
#include "revision/plan.hpp"

#include <cstdint>
#include <vector>

namespace headstart::commands {

/// What has come of one revision that was tested.
struct RevisionProof {
    enum class Result : std::uint8_t {
        passed,
        irreversible, ///< its up runs; it has no down
        failed,
        not_run, ///< what it stands on could not be applied
    };

    const revision::Revision* revision = nullptr;
    Result result = Result::not_run;
    base::milliseconds duration{0};
    std::vector<diag::Diagnostic> findings = {};
    std::vector<diag::Diagnostic> warnings = {};
    bool is_refused = false; ///< it has failed because the server has refused one of its statements
};

/// What all revisions are tested with.
struct TestTools {
    const Context& context;
    const scripts::ScriptDirectory& scripts;
    catalogue::ReadOptions reading;
    bool requires_down = false;
};

/// Runs one step, as `upgrade` or `downgrade` does, without a word of it. Throws as database::Session does.
void run_step(const TestTools& tools, database::Session& session, const revision::Step& step);

/// Whether rows are put into the tables that are there, as far as values can be found for them.
enum class SampleData : std::uint8_t { none, some };

/// Runs a revision up, down and up again on a database that is where its up begins. Its catalogue and its
/// rows are read after each, and compared: what the up has changed the down must bring back, and the second
/// up must make what the first one made. Throws base::Stopped.
RevisionProof prove_revision(const TestTools& tools, prove::ScratchDatabase& database,
                             const revision::Step& up, SampleData data);

} // namespace headstart::commands
