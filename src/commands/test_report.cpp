#include "commands/test_report.hpp"

#include "base/duration.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "commands/inspection.hpp"
#include "diag/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headstart::commands {

namespace {

using Result = RevisionProof::Result;

struct ResultName {
    Result result;
    std::string_view text; ///< for people
    std::string_view json;
};

constexpr std::array k_names{
    ResultName{Result::passed, "ok", "ok"},
    ResultName{Result::irreversible, "irreversible", "irreversible"},
    ResultName{Result::failed, "failed", "failed"},
    ResultName{Result::not_run, "not run", "not_run"},
};

const ResultName& name_of(Result result) {
    return *std::find_if(k_names.begin(), k_names.end(),
                         [&](const ResultName& name) { return name.result == result; });
}

double seconds(base::milliseconds span) {
    return std::chrono::duration<double>(span).count();
}

/// What XML does not take as it is; control characters it takes in no form.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : base::printable(text, "\n")) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\n':
            result += "&#10;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

/// What stands inside of a case: nothing for one that has passed.
std::string junit_outcome(const RevisionProof& proof) {
    std::string text;
    for (const auto& finding : proof.findings) {
        text += fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n", finding.code,
                            escaped(finding.message), escaped(diag::render_text(finding)));
    }
    if (proof.result == Result::not_run) {
        text += "      <skipped message=\"what it stands on could not be applied\"/>\n";
    }
    std::string said = proof.result == Result::irreversible ? "irreversible: it has no down section\n" : "";
    for (const auto& warning : proof.warnings) {
        said += diag::render_text(warning);
    }
    if (!said.empty()) {
        text += fmt::format("      <system-out>{}</system-out>\n", escaped(said));
    }
    return text;
}

} // namespace

std::size_t TestReport::count(Result result) const {
    return static_cast<std::size_t>(std::count_if(
        proofs.begin(), proofs.end(), [&](const RevisionProof& proof) { return proof.result == result; }));
}

std::vector<diag::Diagnostic> TestReport::findings() const {
    std::vector<diag::Diagnostic> all;
    for (const auto& proof : proofs) {
        all.insert(all.end(), proof.findings.begin(), proof.findings.end());
    }
    return all;
}

std::string test_text(const TestReport& report) {
    std::size_t width = 0;
    for (const auto& proof : report.proofs) {
        width = std::max(width, proof.revision->id.size());
    }
    std::string text;
    for (const auto& proof : report.proofs) {
        text += base::printable(fmt::format("{:<13} {:<{}}  {}", name_of(proof.result).text,
                                            proof.revision->id, width, proof.revision->message)) +
                "\n";
    }
    std::vector<std::string> counts;
    for (const auto& name : k_names) {
        if (const auto count = report.count(name.result); count > 0) {
            counts.push_back(fmt::format("{} {}", count, name.text));
        }
    }
    return text + fmt::format("{} tested: {}, in {}\n", base::counted(report.proofs.size(), "revision"),
                              base::join(counts, ", "), base::format_duration(report.duration));
}

nlohmann::ordered_json test_json(const TestReport& report) {
    auto revisions = nlohmann::ordered_json::array();
    for (const auto& proof : report.proofs) {
        revisions.push_back({{"revision", proof.revision->id},
                             {"message", proof.revision->message},
                             {"path", proof.revision->path},
                             {"result", name_of(proof.result).json},
                             {"duration_ms", proof.duration.count()},
                             {"findings", to_json(proof.findings)},
                             {"warnings", to_json(proof.warnings)}});
    }
    nlohmann::ordered_json json{{"ok", report.has_passed()}, {"duration_ms", report.duration.count()}};
    for (const auto& name : k_names) {
        json[name.json == "ok" ? "passed" : std::string(name.json)] = report.count(name.result);
    }
    json["revisions"] = std::move(revisions);
    return json;
}

std::string test_junit(const TestReport& report) {
    const auto totals = fmt::format(
        "tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{:.3f}\"", report.proofs.size(),
        report.count(Result::failed), report.count(Result::not_run), seconds(report.duration));
    auto text = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n"
                            "  <testsuite name=\"headstart test\" {0}>\n",
                            totals);
    for (const auto& proof : report.proofs) {
        const auto& revision = *proof.revision;
        const auto inside = junit_outcome(proof);
        text +=
            fmt::format("    <testcase classname=\"migrations\" name=\"{}\" file=\"{}\" time=\"{:.3f}\"{}>\n",
                        escaped(base::trim(revision.id + " " + revision.message)), escaped(revision.path),
                        seconds(proof.duration), inside.empty() ? "/" : "");
        if (!inside.empty()) {
            text += inside + "    </testcase>\n";
        }
    }
    return text + "  </testsuite>\n</testsuites>\n";
}

} // namespace headstart::commands
