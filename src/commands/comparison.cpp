#include "commands/comparison.hpp"

#include "base/text.hpp"
#include "commands/declared_sources.hpp"
#include "commands/plan_text.hpp"
#include "commands/scratch.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "pg/wait_for_server.hpp"
#include "prove/load.hpp"
#include "prove/online.hpp"
#include "prove/run_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <initializer_list>
#include <optional>
#include <system_error>
#include <utility>

namespace headstart::commands {

namespace {

using Kind = SchemaSource::Kind;

schema::Schema read_live(const std::string& url, const catalogue::ReadOptions& reading,
                         base::WaitContext stop) {
    auto connection =
        pg::wait_for_server(pg::Conninfo::parse(url), {.needs_writable = false}, base::milliseconds{0}, stop);
    return catalogue::read_schema(connection, reading);
}

/// Runs the migrations as `upgrade` does.
void migrate_to(Context& context, const scripts::ScriptDirectory& scripts, prove::ScratchDatabase& database,
                const std::string& target) {
    make_schema_of_version_table(context, database);
    if (scripts.graph().revisions().empty()) {
        return;
    }
    auto session = open_scratch_session(context, database.url());
    std::vector<std::string> targets;
    for (const auto one : base::split_list(target, " ")) {
        targets.emplace_back(one);
    }
    migrate::upgrade(*session, scripts, targets, run_options(context));
}

/// What is only looked at is copied: its own statements made of what was read of it. Returns what could not
/// be.
std::vector<std::string> copy_schema(prove::ScratchDatabase& database, const schema::Schema& schema,
                                     const catalogue::ReadOptions& reading, const diff::Compared& compared) {
    auto& connection = database.connection();
    const auto empty = catalogue::read_schema(connection, reading);
    auto proof = prove::prove(connection, empty, schema, reading, compared, prove::Rows::none);
    if (const auto refused = prove::run_steps(connection, proof.steps)) {
        proof.remaining.push_back(fmt::format("{}: {}", refused->sql, refused->error.message));
    }
    return std::move(proof.remaining);
}

using Scripts = std::optional<scripts::ScriptDirectory>;

/// Read once, and before the sides are built at the same time: it writes to the context.
Scripts load_scripts_for(Context& context, std::initializer_list<Kind> kinds) {
    const bool is_needed = std::find(kinds.begin(), kinds.end(), Kind::migrations) != kinds.end();
    return is_needed ? Scripts(load_scripts(context)) : std::nullopt;
}

SchemaSide build_side(Context& context, const Scripts& scripts, const prove::ScratchServer& server,
                      const SchemaSource& source, const catalogue::ReadOptions& reading,
                      const diff::Compared& compared) {
    SchemaSide side{std::make_unique<prove::ScratchDatabase>(server)};
    auto& connection = side.database->connection();
    connection.exec("SET search_path TO " + reading.search_path);
    switch (source.kind) {
    case Kind::path:
    case Kind::command: {
        const auto texts = read_declared(context, source);
        make_roles(server, texts);
        side.marks = prove::load(connection, texts,
                                 [&](const auto& included) { return read_source(context, included); });
        make_schema_of_version_table(context, *side.database); // behind it: it may be declared
        break;
    }
    case Kind::migrations:
        make_roles(server, scripts.value());
        migrate_to(context, scripts.value(), *side.database, source.text);
        break;
    case Kind::url:
        side.schema = read_live(source.text, reading, context.stop());
        side.rows = prove::Rows::none;
        make_roles(server, side.schema);
        side.not_copied = copy_schema(*side.database, side.schema, reading, compared);
        return side;
    }
    connection.exec("RESET ALL");
    connection.exec("SET search_path TO " + reading.search_path);
    side.schema = catalogue::read_schema(connection, reading);
    return side;
}

[[noreturn]] void fail_unproved(std::string message, std::vector<std::string> remaining, std::string hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::unproved_plan;
    problem.message = std::move(message);
    problem.notes = std::move(remaining);
    problem.hint = std::move(hint);
    throw diag::Error(diag::ExitCode::findings, std::move(problem));
}

/// What is not there could not be changed.
void require_copy(const SchemaSide& side) {
    if (!side.not_copied.empty()) {
        fail_unproved("the database could not be copied into a scratch one, where its changes are tried",
                      side.not_copied, "leave out what is named, with `exclude`");
    }
}

prove::Proof proved(prove::Proof proof) {
    if (!proof.remaining.empty()) {
        fail_unproved("no statements were found that lead from the one schema to the other",
                      std::move(proof.remaining), "write this part by hand, with `headstart revision -m …`");
    }
    return proof;
}

/// What is renamed comes first.
prove::Proof behind(const std::vector<diff::Step>& first, prove::Proof proof) {
    proof.steps.insert(proof.steps.begin(), first.begin(), first.end());
    return proof;
}

/// What the server itself grants to everybody on what comes with it says nothing.
bool is_granted(const schema::Object& object, const schema::Privilege& privilege) {
    return privilege.grantee != "PUBLIC" ||
           (object.address.kind != schema::Kind::given && object.address.identity != "public");
}

bool grants_anything(const schema::Schema& schema) {
    return std::any_of(schema.objects.begin(), schema.objects.end(), [](const auto& entry) {
        const auto& object = entry.second;
        return object.address.kind == schema::Kind::default_privileges ||
               std::any_of(object.privileges.begin(), object.privileges.end(),
                           [&](const auto& privilege) { return is_granted(object, privilege); });
    });
}

void warn_of_slips(const schema::Schema& present, const SchemaSide& goal) {
    for (const auto& slip : diff::marks_without_object(present, goal.schema, goal.marks)) {
        const auto& old = slip.old_label.empty() ? slip.old_name : slip.old_label;
        const auto& name = slip.label.empty() ? slip.name : slip.label;
        diag::log_warning(
            fmt::format(
                "@renamed from={} is not followed: there is nothing of that name to be renamed, or both {} "
                "and {} are there before and after",
                old, old, name),
            {{"event", "rename_without_object"}});
    }
}

} // namespace

std::string dump_text(Context& context, const SchemaSource& source) {
    const auto server = scratch_server(context);
    const catalogue::ReadOptions reading{search_path_of(server), selection_of(context)};
    const diff::Compared compared{.privileges = *context.settings.privileges != settings::Privileges::never};
    prove::ScratchDatabase database(server);
    database.connection().exec("SET search_path TO " + reading.search_path);
    const auto empty = catalogue::read_schema(database.connection(), reading);
    const auto schema =
        source.kind == Kind::url
            ? read_live(source.text, reading, context.stop())
            : build_side(context, load_scripts_for(context, {source.kind}), server, source, reading, compared)
                  .schema;
    make_roles(server, schema);
    return plan_text(
        proved(prove::prove(database.connection(), empty, schema, reading, compared, prove::Rows::none))
            .steps);
}

schema::Selection selection_of(const Context& context) {
    const auto& settings = context.settings;
    return {*settings.include,
            *settings.exclude,
            {*settings.version_table, "alembic_version", "headstart_journal"}};
}

Comparison::Comparison(Context& context, const SchemaSource& present, const SchemaSource& goal,
                       const PlanOptions& options)
    : m_server(std::make_unique<prove::ScratchServer>(scratch_server(context)))
    , m_reading{search_path_of(*m_server), selection_of(context)}
    , m_options(options) {
    m_options.compared.privileges = *context.settings.privileges != settings::Privileges::never;
    const auto scripts = load_scripts_for(context, {present.kind, goal.kind});
    auto other = std::async(std::launch::async, [&] {
        return build_side(context, scripts, *m_server, goal, m_reading, m_options.compared);
    });
    m_present = build_side(context, scripts, *m_server, present, m_reading, m_options.compared);
    m_goal = other.get();
    m_options.compared.privileges = counts_grants(*context.settings.privileges);
    if (m_goal.marks.empty()) {
        m_renaming.schema = m_present.schema;
    } else {
        require_copy(m_present);
        m_renaming = prove::rename(m_present.database->connection(), m_present.schema, m_goal.schema,
                                   m_goal.marks, m_reading);
    }
    warn_of_slips(m_renaming.schema, m_goal);
}

/// Both databases at once: the server writes all files to disk that it has not yet when it drops one, but for
/// those of databases that are being dropped.
Comparison::~Comparison() {
    try {
        const auto other = std::async(std::launch::async, [this] { m_goal.database.reset(); });
        m_present.database.reset();
    } catch (const std::system_error&) { // NOLINT(bugprone-empty-catch): no thread: one after the other, by
                                         // themselves
    }
}

bool Comparison::counts_grants(settings::Privileges setting) const {
    if (setting != settings::Privileges::automatic || m_options.grants == GrantsCount::always) {
        return setting != settings::Privileges::never;
    }
    return grants_anything(m_options.grants == GrantsCount::if_goal_has_any ? m_goal.schema
                                                                            : m_present.schema);
}

bool Comparison::is_same() const {
    return renames().empty() && diff::differences(present(), goal(), m_options.compared).empty();
}

prove::Proof Comparison::prove(const SchemaSide& side, const schema::Schema& from,
                               const schema::Schema& to) const {
    require_copy(side);
    auto& connection = side.database->connection();
    auto proof = proved(prove::prove(connection, from, to, m_reading, m_options.compared, side.rows));
    return m_options.is_online ? proved(prove::prove_online(connection, from, to, m_reading,
                                                            m_options.compared, std::move(proof)))
                               : proof;
}

prove::Proof Comparison::prove_up() {
    return behind(m_renaming.steps, prove(m_present, present(), goal()));
}

prove::Proof Comparison::prove_down() {
    const auto back = prove::rename_back(m_goal.database->connection(), goal(), m_present.schema,
                                         m_renaming.levels, m_reading);
    return behind(back.steps, prove(m_goal, back.schema, m_present.schema));
}

} // namespace headstart::commands
