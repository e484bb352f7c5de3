#include "revision/history.hpp"

#include "commands/listing.hpp"
#include "commands/nothing_to_show.hpp"
#include "commands/revision_table.hpp"
#include "commands/shared_options.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "migrate/half_done.hpp"
#include "revision/describe.hpp"
#include "revision/history_drawing.hpp"
#include "revision/identifier.hpp"

#include <array>

namespace headstart::commands {

namespace {

using revision::Revision;

/// One listing in the form asked for.
struct Listing {
    const revision::RevisionGraph& graph;
    std::vector<const Revision*> revisions;
    database::Standing standing; ///< what is to be marked by
    bool is_verbose;

    [[nodiscard]] revision::Marks marks(const Revision& revision) const {
        return {contains(standing.rows, revision.id), is_half_done(standing, revision.id)};
    }

    [[nodiscard]] std::string text() const {
        std::string text;
        for (const auto* revision : revisions) {
            text += is_verbose ? long_block(graph, *revision, marks(*revision))
                               : revision::history_line(graph, *revision, marks(*revision)) + "\n";
        }
        return text;
    }

    [[nodiscard]] std::string drawing() const {
        return revision::draw_graph(graph, revisions, [&](const Revision& revision) {
            return is_verbose ? long_block(graph, revision, marks(revision))
                              : revision::graph_line(graph, revision, marks(revision));
        });
    }

    [[nodiscard]] nlohmann::ordered_json json(bool indicates_current) const {
        auto json = to_json(graph, revisions);
        for (std::size_t i = 0; indicates_current && i < revisions.size(); ++i) {
            const auto found = marks(*revisions[i]);
            json[i]["is_current"] = found.is_current;
            json[i]["is_half_done"] = found.is_half_done;
        }
        return json;
    }
};

/// Beside the database. What is edited is looked for, too.
void print_beside(database::Session& session, const scripts::ScriptDirectory& scripts,
                  const Listing& listing) {
    const auto& standing = listing.standing;
    const auto comparison = migrate::compare_rows(scripts.graph(), standing.rows, session);
    std::optional<migrate::AppliedFiles> files;
    std::vector<database::JournalRow> journal;
    if (standing.is_journal_hidden) {
        session.reporter().warning("when and by whom is unknown: this role may not read the journal",
                                   {{"event", "no_journal"}});
    } else {
        files = migrate::compare_files(scripts, standing.rows, session);
        journal = session.read_newest_rows();
    }
    print_table(scripts.graph(),
                revision_rows(scripts.graph(), listing.revisions, {standing, comparison, files, journal}),
                Shape::history);
}

int history(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments, {Format::text, Format::json, Format::mermaid, Format::dot});
    const bool draws = arguments.flag("--graph");
    if (draws && format != Format::text) {
        throw usage_error("--graph is a drawing in text", "leave out --format, or --graph");
    }
    const auto scripts = load_scripts(context);
    const auto& graph = scripts.graph();
    const auto range = arguments.value("--rev-range");
    const bool indicates_current = arguments.flag("--indicate-current");
    // The files know the whole history: only `current` and -i need the database.
    database::Standing standing;
    std::unique_ptr<database::Session> session;
    if (indicates_current || (range && revision::refers_to_current(*range))) {
        session = open_session(context, Patience::asks_once, false);
        standing = session->read_standing();
        migrate::warn_of_half_done(standing, graph, session->reporter());
    }
    Listing listing{
        graph, revision::select_history(graph, range, standing.rows), {}, arguments.flag("--verbose")};
    if (indicates_current) {
        listing.standing = std::move(standing);
    }
    switch (format) {
    case Format::json:
        print_json(listing.json(indicates_current));
        break;
    case Format::mermaid:
        print(revision::draw_mermaid(graph, listing.revisions));
        break;
    case Format::dot:
        print(revision::draw_dot(graph, listing.revisions));
        break;
    case Format::text:
        if (listing.revisions.empty()) {
            say_nothing_to_show("no revisions");
        }
        if (indicates_current && !draws && !listing.is_verbose) {
            print_beside(*session, scripts, listing);
            break;
        }
        print(draws ? listing.drawing() : listing.text());
        break;
    }
    return 0;
}

constexpr std::array k_history_options{
    OptionSpec{"-r,--rev-range", "RANGE", "only FROM:TO, FROM: or :TO"},
    k_verbose,
    OptionSpec{"-i,--indicate-current", "",
               "beside the database: what is applied, when and by whom (connects)"},
    OptionSpec{"--graph", "", "draw branches and merges as git log --graph does"},
    OptionSpec{"--format", "FORMAT", "text (default), json, mermaid or dot", false, "text,json,mermaid,dot"},
};

} // namespace

const Command k_history_command{
    .name = "history",
    .summary = "list the revisions, newest first",
    .examples = "headstart history\n"
                "headstart history -r base:3f2a1c --verbose\n"
                "headstart history --graph\n"
                "headstart history --format mermaid",
    .options = k_history_options,
    .run = history,
};

} // namespace headstart::commands
