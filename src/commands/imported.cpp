#include "commands/imported.hpp"

#include "base/directory.hpp"
#include "base/text.hpp"
#include "base/whole_path.hpp"
#include "commands/output.hpp"
#include "commands/project.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/write.hpp"
#include "scripts/new_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

namespace headstart::commands {

namespace fs = std::filesystem;
using imports::Remark;

namespace {

/// Of those that say the same, so many places are shown.
constexpr std::size_t k_most_places = 10;

bool holds_sql(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        return false;
    }
    const auto entries = base::list_directory(folder);
    return std::any_of(entries.begin(), entries.end(), [](const auto& entry) {
        return entry.name.ends_with(".sql") || entry.type == fs::file_type::directory;
    });
}

/// Where nobody has said where: `migrations`, unless the other tool's files are there.
fs::path target_folder(const Context& context, const Arguments& arguments) {
    const auto& settings = context.settings;
    if (const auto into = arguments.value("--into")) {
        return *into;
    }
    const bool is_by_default = settings.dir.origin.kind == settings::Origin::Kind::by_default;
    return is_by_default && holds_sql(*settings.dir) ? fs::path("headstart") : *settings.dir;
}

void check_target_is_free(const fs::path& folder) {
    std::error_code ignored;
    const bool is_file = fs::exists(folder, ignored) && !fs::is_directory(folder, ignored);
    if (is_file || holds_sql(folder)) {
        throw diag::refusal(diag::code::cannot_write,
                            fmt::format("{} is not empty", base::whole_path(folder)),
                            "nothing was written; name another folder: --into FOLDER");
    }
}

scripts::NewScriptStyle style_of(const settings::Settings& settings) {
    return {*settings.file_template, static_cast<std::size_t>(*settings.truncate_slug_length),
            *settings.timezone};
}

std::string place_of(const imports::Place& place) {
    return place.line == 0 ? place.path : fmt::format("{}:{}", place.path, place.line);
}

/// What is said of many places is said once.
void print_remarks(std::string_view title, const std::vector<Remark>& remarks) {
    if (remarks.empty()) {
        return;
    }
    print_line("");
    print_line(fmt::format("{}: {}", title, remarks.size()));
    std::map<std::pair<std::string, std::string>, std::vector<const Remark*>> groups;
    std::vector<const Remark*> firsts;
    for (const auto& remark : remarks) {
        auto& group = groups[{remark.what, remark.instead}];
        if (group.empty()) {
            firsts.push_back(&remark);
        }
        group.push_back(&remark);
    }
    for (const auto* first : firsts) {
        const auto& group = groups[{first->what, first->instead}];
        for (std::size_t i = 0; i < std::min(group.size(), k_most_places); ++i) {
            if (const auto place = place_of(group[i]->place); !place.empty()) {
                print_line(fmt::format("  {}", place));
            }
        }
        if (group.size() > k_most_places) {
            print_line(fmt::format("  and {} more", group.size() - k_most_places));
        }
        print_line(fmt::format("      {}", first->what));
        if (!first->instead.empty()) {
            print_line(fmt::format("      → {}", first->instead));
        }
    }
}

bool has_several_heads(const imports::History& history) {
    std::set<std::string_view> parents;
    for (const auto& revision : history.revisions) {
        parents.insert(revision.parents.begin(), revision.parents.end());
    }
    return std::count_if(history.revisions.begin(), history.revisions.end(),
                         [&](const auto& revision) { return !parents.contains(revision.id); }) > 1;
}

void print_report(const Imported& imported, const ProofReport& proof, const fs::path& folder, bool is_dry) {
    const auto& history = imported.history;
    const auto* const are_in = history.revisions.size() == 1 ? "is now in" : "are now in";
    print_line("");
    print_line(fmt::format("{} of {}, from {}, {} {}", base::counted(history.revisions.size(), "revision"),
                           imported.title, imported.source.string(), is_dry ? "would be in" : are_in,
                           folder.string()));
    for (const auto& line : proof.lines) {
        print_line("  " + line);
    }
    print_remarks("Not the same", proof.reviews);
    print_remarks("Left out, for want of a counterpart", history.left_out);
    print_remarks("To review", history.reviews);
    if (!is_dry && !imported.next_steps.empty()) {
        print_line("");
        print_line("Next:");
        for (const auto& step : imported.next_steps) {
            print_line("  " + step);
        }
        if (has_several_heads(history)) {
            print_line(
                "  headstart run --target heads -- …    # in the image: `head` alone would be refused");
        }
    }
}

void write(Context& context, const Imported& imported, const std::vector<diag::SourceText>& files,
           const fs::path& folder) {
    std::vector<fs::path> locations;
    locations.reserve(imported.locations.size());
    for (const auto& name : imported.locations) {
        locations.push_back(folder / name);
    }
    imports::write_files(files);
    for (const auto& file : files) {
        print_line(fmt::format("Generating {} ...  done", base::whole_path(file.path)));
    }
    configure_project(context, folder, imported.settings, locations);
}

ProofReport prove(const Imported& imported, const std::vector<diag::SourceText>& files,
                  const fs::path& folder) {
    return imported.prove ? imported.prove(scripts::ScriptDirectory::in_memory(folder, files))
                          : ProofReport{};
}

void fail_on_remarks(std::size_t left_out, std::size_t to_review) {
    if (left_out == 0 && to_review == 0) {
        return;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::to_review;
    problem.message = fmt::format("of the history {} left out and {} to be reviewed", left_out, to_review);
    problem.hint = "the report says what and where; the files are as without --strict";
    throw diag::Error(diag::ExitCode::findings, std::move(problem));
}

} // namespace

int write_imported(Context& context, const Arguments& arguments, Imported imported) {
    auto& history = imported.history;
    const auto folder = target_folder(context, arguments);
    check_target_is_free(folder);
    const auto files = imports::file_texts(history, folder, style_of(context.settings));
    const auto proof = prove(imported, files, folder);
    const bool is_dry = arguments.flag("--dry-run");
    if (is_dry) {
        for (const auto& file : files) {
            print_line(fmt::format("Would generate {}", file.path));
        }
    } else {
        write(context, imported, files, folder);
    }
    print_report(imported, proof, folder, is_dry);
    if (arguments.flag("--strict")) {
        fail_on_remarks(history.left_out.size(), history.reviews.size() + proof.reviews.size());
    }
    return 0;
}

} // namespace headstart::commands
