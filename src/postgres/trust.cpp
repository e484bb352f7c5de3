#include "postgres/trust.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace headstart::postgres {

namespace {

/// Reading a partition or a table with children reads others', which may be foreign tables.
constexpr std::string_view k_is_partition =
    "(c.relispartition OR EXISTS (SELECT FROM pg_catalog.pg_inherits i"
    " WHERE i.inhparent OPERATOR(pg_catalog.=) c.oid))";

/// A role, by its oid: this one, one whose rights it has, or a superuser. Not by 'MEMBER', which a superuser
/// is of every role, and since PostgreSQL 16 who may create roles of those that he made.
std::string is_one_of_ours(std::string_view role) {
    return fmt::format(
        "EXISTS (SELECT FROM pg_catalog.pg_roles o CROSS JOIN pg_catalog.pg_roles me"
        " WHERE o.oid OPERATOR(pg_catalog.=) {} AND me.rolname OPERATOR(pg_catalog.=) current_user"
        " AND (o.oid OPERATOR(pg_catalog.=) me.oid OR o.rolsuper"
        " OR (NOT me.rolsuper AND pg_catalog.pg_has_role(o.oid, 'USAGE'))))",
        role);
}

/// The relation's owner.
const std::string& is_ours() {
    static const auto k_is_ours = is_one_of_ours("c.relowner");
    return k_is_ours;
}

/// The relations that $1 names, as far as they are there.
constexpr std::string_view k_wanted =
    "pg_catalog.unnest($1::pg_catalog.text[]) AS wanted (name)"
    " JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=)"
    " pg_catalog.to_regclass(wanted.name)::pg_catalog.oid"
    " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace";

constexpr std::string_view k_we_are_superuser =
    "EXISTS (SELECT FROM pg_catalog.pg_roles me"
    " WHERE me.rolname OPERATOR(pg_catalog.=) current_user AND me.rolsuper)";

/// Columns whose types are not built in: what is compared with them may be cast by somebody's function.
constexpr std::string_view k_columns =
    "SELECT pg_catalog.format('column %I of type %s', a.attname,"
    " pg_catalog.format_type(a.atttypid, a.atttypmod)) FROM pg_catalog.pg_attribute a"
    " JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) a.atttypid"
    " WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attnum OPERATOR(pg_catalog.>) 0"
    " AND NOT a.attisdropped AND y.typnamespace OPERATOR(pg_catalog.<>)"
    " 'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid";

/// Parts of a table that hold expressions: as (classid, objid, tree). The planner evaluates those of checks,
/// indexes and statistics even for a SELECT, as far as they are constant.
constexpr std::string_view k_planned_parts =
    "SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid AS classid, k.oid AS objid,"
    " k.conbin::pg_catalog.text AS tree"
    " FROM pg_catalog.pg_constraint k WHERE k.conrelid OPERATOR(pg_catalog.=) c.oid"
    " UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, x.indexrelid,"
    " pg_catalog.concat(x.indexprs, x.indpred)"
    " FROM pg_catalog.pg_index x WHERE x.indrelid OPERATOR(pg_catalog.=) c.oid"
    " UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::pg_catalog.oid, s.oid, NULL"
    " FROM pg_catalog.pg_statistic_ext s WHERE s.stxrelid OPERATOR(pg_catalog.=) c.oid";

/// Of a generated column, up to PostgreSQL 14 the table's own.
constexpr std::string_view k_written_parts =
    "SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid AS classid, f.oid AS objid,"
    " f.adbin::pg_catalog.text AS tree"
    " FROM pg_catalog.pg_attrdef f WHERE f.adrelid OPERATOR(pg_catalog.=) c.oid"
    " UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid, NULL";

/// Those of the parts that need what is not built in: the server has noted on what each depends.
std::string dependent(std::string_view parts) {
    return fmt::format(
        "SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) FROM ({}) p"
        " JOIN pg_catalog.pg_depend d ON d.classid OPERATOR(pg_catalog.=) p.classid"
        " AND d.objid OPERATOR(pg_catalog.=) p.objid WHERE d.refclassid OPERATOR(pg_catalog.=) ANY (ARRAY["
        "'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid,"
        " 'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid,"
        " 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid])",
        parts);
}

/// What runs others' code when a table of others is read.
const std::string& runs_on_reading() {
    static const auto k_runs = fmt::format("ARRAY({} UNION {})", k_columns, dependent(k_planned_parts));
    return k_runs;
}

/// What runs code when a row is written. A foreign key makes our change one of another table, with its
/// triggers, or asks that table. What a stranger has put there must call no function at all: query_to_xml()
/// is built in, and runs whatever it is given.
const std::string& runs_on_writing() {
    static const auto k_parts = fmt::format("{} UNION ALL {}", k_planned_parts, k_written_parts);
    static const auto k_runs = fmt::format(
        "ARRAY(SELECT pg_catalog.format('trigger %I', t.tgname) FROM pg_catalog.pg_trigger t"
        " WHERE t.tgrelid OPERATOR(pg_catalog.=) c.oid AND NOT t.tgisinternal"
        " UNION SELECT pg_catalog.format('rule %I', r.rulename) FROM pg_catalog.pg_rewrite r"
        " WHERE r.ev_class OPERATOR(pg_catalog.=) c.oid"
        " UNION SELECT pg_catalog.format('foreign key %I of %s', k.conname,"
        " k.conrelid::pg_catalog.regclass) FROM pg_catalog.pg_constraint k"
        " WHERE k.contype OPERATOR(pg_catalog.=) 'f' AND (k.confrelid OPERATOR(pg_catalog.=) c.oid"
        " OR k.conrelid OPERATOR(pg_catalog.=) c.oid)"
        " UNION {} UNION {}"
        " UNION SELECT pg_catalog.pg_describe_object(p.classid, p.objid, 0) FROM ({}) p"
        " WHERE p.tree OPERATOR(pg_catalog.~~) '%{{FUNCEXPR %' AND NOT {})",
        k_columns, dependent(k_parts), k_parts, is_ours());
    return k_runs;
}

constexpr std::string_view k_is_plain_table =
    "c.relkind OPERATOR(pg_catalog.=) 'r' AND NOT c.relispartition AND NOT c.relhassubclass"
    " AND NOT c.relrowsecurity";

/// By what is in its own row: both flags stay when the last trigger or rule has gone, until VACUUM.
std::string is_plainly_ours() {
    return fmt::format("{} AND NOT c.relhastriggers AND NOT c.relhasrules"
                       " AND pg_catalog.pg_get_userbyid(c.relowner) OPERATOR(pg_catalog.=) current_user",
                       k_is_plain_table);
}

/// What `kind` is called.
constexpr auto k_kinds = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"v", "a view"},
    {"m", "a materialized view"},
    {"f", "a foreign table"},
    {"p", "a partitioned table"},
    {"S", "a sequence"},
    {"i", "an index"},
    {"I", "an index"},
    {"c", "a composite type"},
});

std::string condition(Access access) {
    const auto reads = fmt::format("c.relkind OPERATOR(pg_catalog.=) 'r' AND NOT {}"
                                   " AND NOT pg_catalog.row_security_active(c.oid)",
                                   k_is_partition);
    return access == Access::reading
               ? fmt::format("{} AND ({} OR pg_catalog.cardinality({}) OPERATOR(pg_catalog.=) 0)", reads,
                             is_ours(), runs_on_reading())
               : fmt::format("{} AND ({} OR {}) AND pg_catalog.cardinality({}) OPERATOR(pg_catalog.=) 0",
                             reads, is_ours(), k_we_are_superuser, runs_on_writing());
}

std::string name_of(const RelationFacts& facts) {
    return fmt::format("{}.{}", facts.schema, facts.name);
}

/// In a schema that is not known yet.
bool is_named_somewhere(const TrustedNames& trusted, std::string_view name) {
    return std::any_of(trusted.begin(), trusted.end(), [&](const std::string& entry) {
        return entry == name || entry.ends_with(fmt::format(".{}", name));
    });
}

[[noreturn]] void refuse(std::string message, const RelationFacts& facts, const std::string& hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::untrusted_relation;
    problem.message = std::move(message);
    problem.notes = {fmt::format("it belongs to {}", pg::quote_identifier(facts.owner))};
    problem.hint =
        fmt::format("{}; where an administrator has made it so, name it: HEADSTART_TRUSTED_RELATIONS={}",
                    hint, name_of(facts));
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

void require_readable(const RelationFacts& facts) {
    const auto* const kind = std::find_if(k_kinds.begin(), k_kinds.end(),
                                          [&](const auto& row) { return row.first == facts.kind; });
    if (facts.kind != "r" || facts.is_partition) {
        refuse(fmt::format("{} is {} and no plain table, so that reading it may run somebody else's code",
                           name_of(facts),
                           kind != k_kinds.end() ? kind->second : "a partition, or has child tables"),
               facts, "see who made it, and drop or rename it");
    }
    if (facts.hides_rows) {
        refuse(fmt::format("the rows of {} are hidden from this role by row-level security", name_of(facts)),
               facts,
               fmt::format("connect as its owner or as a role with BYPASSRLS, or ALTER TABLE {} DISABLE ROW "
                           "LEVEL SECURITY",
                           name_of(facts)));
    }
    if (!facts.runs_on_reading.empty()) {
        refuse(fmt::format("reading {} may run what its owner has put there: {}", name_of(facts),
                           base::join(facts.runs_on_reading, ", ")),
               facts, "see who made it, and drop it");
    }
}

void require_writable(const RelationFacts& facts) {
    if (!facts.has_trusted_owner) {
        refuse(fmt::format("{} belongs to a role that this one is no member of, and who owns a table decides "
                           "what runs when it is written",
                           name_of(facts)),
               facts,
               fmt::format(
                   "connect as the role that migrates (MIGRATION_DATABASE_URL, where the application has "
                   "a role of its own), or ALTER TABLE {} OWNER TO it",
                   name_of(facts)));
    }
    if (!facts.runs.empty()) {
        refuse(fmt::format("writing to {} runs what headstart has not put there: {}", name_of(facts),
                           base::join(facts.runs, ", ")),
               facts, "see who made it, and drop it");
    }
}

} // namespace

bool is_named(const TrustedNames& trusted, std::string_view schema, std::string_view name) {
    return std::any_of(trusted.begin(), trusted.end(), [&](const std::string& entry) {
        return entry == name || entry == fmt::format("{}.{}", schema, name);
    });
}

std::string_view columns_for_reading() {
    static const auto k_columns =
        fmt::format("n.nspname, c.relname, c.relkind, pg_catalog.pg_get_userbyid(c.relowner),"
                    " {}, pg_catalog.row_security_active(c.oid), CASE WHEN {} THEN NULL ELSE {} END",
                    k_is_partition, is_ours(), runs_on_reading());
    return k_columns;
}

RelationFacts read_facts(const pg::Result& result, int row, int column) {
    RelationFacts facts;
    facts.schema = result.value(row, column);
    facts.name = result.value(row, column + 1);
    facts.kind = result.value(row, column + 2);
    facts.owner = result.value(row, column + 3);
    facts.is_partition = result.is_true(row, column + 4);
    facts.hides_rows = result.is_true(row, column + 5);
    facts.is_ours = result.is_null(row, column + 6);
    facts.runs_on_reading = pg::from_array(result.value(row, column + 6));
    return facts;
}

pg::Command look_for_writing(const std::vector<std::string>& relations) {
    return {fmt::format("SELECT {}, {}, {}, {}, {} FROM {}", columns_for_reading(), is_ours(),
                        k_we_are_superuser, runs_on_writing(), is_plainly_ours(), k_wanted),
            {pg::to_array(relations)}};
}

std::vector<RelationFacts> read_all_facts(const pg::Result& result) {
    std::vector<RelationFacts> all;
    for (int row = 0; row < result.row_count(); ++row) {
        all.push_back(read_facts(result, row, 0));
        all.back().is_ours = result.is_true(row, 7);
        all.back().has_trusted_owner = all.back().is_ours || result.is_true(row, 8);
        all.back().runs = pg::from_array(result.value(row, 9));
        all.back().is_plainly_ours = result.is_true(row, 10);
    }
    return all;
}

void require_trust(const RelationFacts& facts, Access access) {
    require_readable(facts);
    if (access == Access::writing) {
        require_writable(facts);
    }
}

pg::Command other_creators(const std::string& schema) {
    return {
        fmt::format(
            "SELECT DISTINCT pg_catalog.quote_ident(n.nspname), CASE WHEN g.grantee OPERATOR(pg_catalog.=) 0"
            " THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) END"
            " FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) g"
            " WHERE n.nspname OPERATOR(pg_catalog.=) $1"
            " AND g.privilege_type OPERATOR(pg_catalog.=) 'CREATE'"
            " AND CASE WHEN g.grantee OPERATOR(pg_catalog.=) 0 THEN true"
            " ELSE g.grantee OPERATOR(pg_catalog.<>) n.nspowner AND NOT {} END ORDER BY 2",
            is_one_of_ours("g.grantee")),
        {schema}};
}

pg::Command other_writers(const std::vector<std::string>& relations) {
    return {
        fmt::format("SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), ARRAY(SELECT DISTINCT"
                    " CASE WHEN g.grantee OPERATOR(pg_catalog.=) 0 THEN 'PUBLIC'"
                    " ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) END"
                    " FROM pg_catalog.aclexplode(c.relacl) g WHERE g.privilege_type OPERATOR(pg_catalog.=)"
                    " ANY (ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']::pg_catalog.text[])"
                    " AND CASE WHEN g.grantee OPERATOR(pg_catalog.=) 0 THEN true"
                    " ELSE g.grantee OPERATOR(pg_catalog.<>) c.relowner AND NOT {} END ORDER BY 1) AS roles"
                    " FROM {}",
                    is_one_of_ours("g.grantee"), k_wanted),
        {pg::to_array(relations)}};
}

pg::Command trust_guard(const std::vector<std::string>& relations, const TrustedNames& trusted,
                        Access access) {
    const auto text_for = [](Access one) {
        return fmt::format("SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN pg_catalog.bool_and("
                           "c.relname::pg_catalog.text OPERATOR(pg_catalog.=) ANY ($2::pg_catalog.text[])"
                           " OR pg_catalog.format('%s.%s', n.nspname, c.relname) OPERATOR(pg_catalog.=)"
                           " ANY ($2::pg_catalog.text[]) OR ({})) IS FALSE THEN 0 ELSE 1 END) FROM {}",
                           condition(one), k_wanted);
    };
    // Long, and once more for each migration.
    static const auto reading = text_for(Access::reading);
    static const auto writing = text_for(Access::writing);
    return {access == Access::reading ? reading : writing, {pg::to_array(relations), pg::to_array(trusted)}};
}

pg::Command quick_guard(const std::vector<std::string>& relations) {
    std::vector<std::string> oids;
    for (std::size_t i = 0; i < relations.size(); ++i) {
        oids.push_back(fmt::format("pg_catalog.to_regclass(${})::pg_catalog.oid", i + 1));
    }
    return {fmt::format("SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN pg_catalog.bool_and({}) IS FALSE THEN 0"
                        " ELSE 1 END) FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=)"
                        " ANY (ARRAY[{}])",
                        is_plainly_ours(), base::join(oids, ", ")),
            {relations.begin(), relations.end()}};
}

std::string_view is_plain_table() {
    return k_is_plain_table;
}

std::vector<pg::Command> begin_reading(const std::vector<pg::ServerSetting>& settings) {
    std::vector<pg::Command> commands{{"BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"}};
    for (const auto& setting : settings) {
        commands.push_back(pg::set_setting(setting, pg::SettingScope::transaction));
    }
    return commands;
}

std::vector<pg::Command> reading_in_peace(const std::string& relation, std::string_view name,
                                          const TrustedNames& trusted, const pg::Command& question) {
    std::vector<pg::Command> commands;
    if (!is_named_somewhere(trusted, name)) {
        commands.push_back({fmt::format("LOCK TABLE {} IN ACCESS SHARE MODE", relation)});
    }
    commands.push_back(trust_guard({relation}, trusted, Access::reading));
    commands.push_back(question);
    return commands;
}

std::vector<pg::Command> question_in_peace(const std::string& relation, std::string_view name,
                                           const TrustedNames& trusted, const pg::Command& question) {
    auto commands = begin_reading();
    for (auto& command : reading_in_peace(relation, name, trusted, question)) {
        commands.push_back(std::move(command));
    }
    commands.push_back({"COMMIT"});
    return commands;
}

} // namespace headstart::postgres
