#include "base/file.hpp"
#include "commands/comparison.hpp"
#include "commands/listing.hpp"
#include "commands/revision_proof.hpp"
#include "commands/scratch.hpp"
#include "commands/shared_options.hpp"
#include "commands/test_report.hpp"
#include "commands/tested_revisions.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <future>
#include <semaphore>
#include <thread>

namespace headstart::commands {

namespace {

using Result = RevisionProof::Result;

constexpr unsigned k_most_jobs_unasked = 4;
constexpr unsigned k_most_jobs = 64;

unsigned jobs_of(const Arguments& arguments) {
    const auto text = arguments.value("--jobs");
    if (!text) {
        return std::clamp(std::thread::hardware_concurrency(), 1U, k_most_jobs_unasked);
    }
    unsigned jobs = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), jobs);
    if (error != std::errc() || end != text->data() + text->size() || jobs == 0 || jobs > k_most_jobs) {
        throw usage_error(fmt::format("--jobs {} is not a number of jobs", shown(*text)),
                          fmt::format("write a whole number from 1 to {}", k_most_jobs));
    }
    return jobs;
}

/// Walks up the history on one scratch database, and has each revision tested on a copy of it that stands
/// where the revision begins: so what one leaves behind never gets in the way of another.
class Walk {
public:
    Walk(const TestTools& tools, const prove::ScratchServer& server, unsigned jobs)
        : m_tools(tools)
        , m_server(server)
        , m_steps(revision::plan_upgrade(tools.scripts.graph(), {}, {"heads"}))
        , m_database(server)
        , m_slots(jobs) {
        make_schema_of_version_table(tools.context, m_database);
    }

    /// In the order in which an upgrade runs them.
    std::vector<RevisionProof> run(const std::set<const revision::Revision*>& tested) {
        std::vector<std::future<RevisionProof>> proofs;
        auto left = tested.size();
        for (const auto& step : m_steps) {
            if (left == 0) {
                break;
            }
            const bool is_tested = tested.contains(step.revision);
            if (is_tested) {
                proofs.push_back(begin_proof(step));
                --left;
            }
            if (left > 0 && !go_up(step, is_tested)) {
                break;
            }
        }
        return collect(tested, std::move(proofs));
    }

private:
    std::future<RevisionProof> begin_proof(const revision::Step& step) {
        m_session.reset(); // nobody may be connected to what is copied
        m_slots.acquire();
        const SlotHolder slot(m_slots);
        auto copy = std::make_unique<prove::ScratchDatabase>(m_server, m_database);
        auto proof = std::async(std::launch::async, [this, &step, copy = std::move(copy)]() mutable {
            const SlotHolder until_the_end(m_slots);
            return prove_both_ways(step, std::move(copy));
        });
        slot.hand_over();
        return proof;
    }

    /// With rows in the tables, and without, if those are in the way: that is not said to be wrong, for in
    /// the databases that there are the tables may be empty.
    RevisionProof prove_both_ways(const revision::Step& step,
                                  std::unique_ptr<prove::ScratchDatabase> copy) const {
        auto with_rows = prove_revision(m_tools, *copy, step, SampleData::some);
        copy.reset();
        if (!with_rows.is_refused) {
            return with_rows;
        }
        prove::ScratchDatabase database(m_server);
        make_schema_of_version_table(m_tools.context, database);
        {
            const auto session = open_scratch_session(m_tools.context, database.url());
            for (const auto* below = m_steps.data(); below != &step; ++below) {
                run_step(m_tools, *session, *below);
            }
        }
        auto without_rows = prove_revision(m_tools, database, step, SampleData::none);
        without_rows.duration += with_rows.duration;
        if (!without_rows.is_refused) {
            for (auto& warning : with_rows.findings) {
                warning.severity = diag::Severity::warning;
                warning.code = diag::code::fails_on_rows;
                warning.notes.emplace_back("without rows in its tables it is done");
                without_rows.warnings.push_back(std::move(warning));
            }
        }
        return without_rows;
    }

    /// Returns false where what is tested cannot be applied, which its own test will tell.
    bool go_up(const revision::Step& step, bool is_tested) {
        try {
            if (!m_session) {
                m_session = open_scratch_session(m_tools.context, m_database.url());
            }
            run_step(m_tools, *m_session, step);
            return true;
        } catch (diag::Error& error) {
            if (!is_tested) {
                error.add_path("bringing a scratch database to where the tests begin");
                throw;
            }
            return false;
        }
    }

    std::vector<RevisionProof> collect(const std::set<const revision::Revision*>& tested,
                                       std::vector<std::future<RevisionProof>> proofs) {
        const auto progress = m_tools.context.reporter->show_progress(0, tested.size());
        std::vector<RevisionProof> results;
        for (const auto& step : m_steps) {
            if (!tested.contains(step.revision)) {
                continue;
            }
            RevisionProof result;
            result.revision = step.revision;
            if (results.size() < proofs.size()) {
                progress->begin(fmt::format("{} {}", step.revision->id, step.revision->message));
                result = proofs[results.size()].get();
                progress->advance(1);
            }
            results.push_back(std::move(result));
        }
        return results;
    }

    /// Gives a slot back at its end, unless somebody else is to do so.
    class SlotHolder {
    public:
        explicit SlotHolder(std::counting_semaphore<>& slots)
            : m_slots(slots) {}

        SlotHolder(const SlotHolder&) = delete;
        SlotHolder& operator=(const SlotHolder&) = delete;

        ~SlotHolder() {
            if (m_holds) {
                m_slots.release();
            }
        }

        void hand_over() const { m_holds = false; }

    private:
        std::counting_semaphore<>& m_slots;
        mutable bool m_holds = true;
    };

    const TestTools& m_tools;
    const prove::ScratchServer& m_server;
    const std::vector<revision::Step> m_steps;
    prove::ScratchDatabase m_database;
    std::unique_ptr<database::Session> m_session;
    std::counting_semaphore<> m_slots;
};

TestReport test_all(const TestTools& tools, const prove::ScratchServer& server, unsigned jobs,
                    const std::set<const revision::Revision*>& tested) {
    const auto begin = base::Clock::now();
    TestReport report;
    if (!tested.empty()) {
        report.proofs = Walk(tools, server, jobs).run(tested);
    }
    report.duration = base::elapsed_since(begin);
    return report;
}

void fail_warnings(TestReport& report) {
    for (auto& proof : report.proofs) {
        for (auto& warning : proof.warnings) {
            warning.severity = diag::Severity::error;
            proof.findings.push_back(std::move(warning));
            proof.result = Result::failed;
        }
        proof.warnings.clear();
    }
}

void write_junit(const std::string& file, const TestReport& report) {
    try {
        base::replace_file(file, test_junit(report));
    } catch (const std::system_error& error) {
        throw diag::refusal(diag::code::cannot_write,
                            fmt::format("cannot write {}: {}", file, error.code().message()),
                            diag::hint_about_file(error.code(), "check its folder, owner and mode"));
    }
}

int test(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto jobs = jobs_of(arguments);
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    const auto tested = select_tested(context, scripts, arguments.positionals());
    auto server = scratch_server(context);
    server.stop = server.stop.with(nullptr); // many threads wait
    make_roles(server, scripts);
    const TestTools tools{
        context, scripts, {search_path_of(server), selection_of(context)}, arguments.flag("--require-down")};
    auto report = test_all(tools, server, jobs, tested);
    if (arguments.flag("--strict")) {
        fail_warnings(report);
    }
    if (const auto file = arguments.value("--junit")) {
        write_junit(*file, report);
    }
    if (format == Format::json) {
        print_json(test_json(report));
        return static_cast<int>(report.has_passed() ? diag::ExitCode::ok : diag::ExitCode::findings);
    }
    print(test_text(report));
    for (const auto& proof : report.proofs) {
        for (const auto& warning : proof.warnings) {
            diag::log_diagnostic(warning);
        }
    }
    if (!report.has_passed()) {
        flush_output();
        throw diag::Error(diag::ExitCode::findings, report.findings());
    }
    return 0;
}

constexpr std::array k_test_options{
    OptionSpec{"--jobs", "N",
               "how many revisions are tested at the same time; default: the processors, 4 at most"},
    OptionSpec{"--require-down", "", "a revision without a down section fails, too"},
    OptionSpec{"--strict", "", "what is warned of fails, too: rows that are lost, or in the way"},
    OptionSpec{"--junit", "FILE", "write the results to FILE as well, as JUnit does"},
    k_format,
};

} // namespace

const Command k_test_command{
    .name = "test",
    .summary = "try each migration up, down and up again on scratch databases (exit code 5 if one fails)",
    .examples = "headstart test                       # all of them\n"
                "headstart test head                  # the newest\n"
                "headstart test 3f2a1c: --jobs 8      # from this one on\n"
                "headstart test --junit report.xml    # for CI",
    .options = k_test_options,
    .positional = {"range", "which: as for show, +N, or FROM:TO as for history; default: all",
                   PositionalSpec::Count::any},
    .run = test,
};

} // namespace headstart::commands
