#pragma once

#include "catalogue/read.hpp"
#include "commands/schema_source.hpp"
#include "prove/prove.hpp"
#include "prove/rename.hpp"
#include "prove/scratch_database.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace headstart::commands {

/// One side of a comparison: a scratch database that holds it, and what was read from there.
struct SchemaSide {
    std::unique_ptr<prove::ScratchDatabase> database;
    schema::Schema schema = {};
    std::vector<diff::RenameMark> marks = {}; ///< of a declared one
    prove::Rows rows = prove::Rows::put;      ///< what may be put into its tables
    std::vector<std::string> not_copied = {}; ///< of a database: what the scratch one lacks, in words
};

/// When what is granted counts, where the setting `privileges` leaves it open. Who declares a schema without
/// a word of grants does not mean to revoke what a migration, or an administrator, has granted.
enum class GrantsCount : std::uint8_t { always, if_goal_has_any, if_present_has_any };

/// How statements are to be found.
struct PlanOptions {
    diff::Compared compared = {};
    GrantsCount grants = GrantsCount::always;
    bool is_online = false; ///< none keeps others waiting
};

/// Two schemas in scratch databases of one server. Neither the target nor any other database that is only
/// looked at is ever written to.
class Comparison {
public:
    /// Builds both sides, at the same time. Throws diag::Error.
    Comparison(Context& context, const SchemaSource& present, const SchemaSource& goal,
               const PlanOptions& options = {});
    ~Comparison();
    Comparison(const Comparison&) = delete;
    Comparison& operator=(const Comparison&) = delete;

    /// With the new names of what the goal's marks rename.
    [[nodiscard]] const schema::Schema& present() const { return m_renaming.schema; }

    [[nodiscard]] const schema::Schema& goal() const { return m_goal.schema; }

    [[nodiscard]] bool is_same() const;

    [[nodiscard]] const std::vector<diff::Rename>& renames() const { return m_renaming.done; }

    /// For diff/announcement.hpp.
    [[nodiscard]] diff::Context context() const { return {present(), goal(), m_options.compared}; }

    /// Statements from the one to the other, proved. Throws diag::Error (findings, unproved_plan).
    prove::Proof prove_up();
    /// And back.
    prove::Proof prove_down();

private:
    [[nodiscard]] bool counts_grants(settings::Privileges setting) const;
    [[nodiscard]] prove::Proof prove(const SchemaSide& side, const schema::Schema& from,
                                     const schema::Schema& to) const;

    std::unique_ptr<prove::ScratchServer> m_server;
    catalogue::ReadOptions m_reading;
    PlanOptions m_options;
    SchemaSide m_present;
    SchemaSide m_goal;
    prove::Renaming m_renaming; ///< what has been renamed in the present one
};

/// All statements that make a schema out of an empty database. Throws as Comparison does.
std::string dump_text(Context& context, const SchemaSource& source);

/// What the settings leave to be compared.
schema::Selection selection_of(const Context& context);

} // namespace headstart::commands
