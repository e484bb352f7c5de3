#include "prove/rename_marks.hpp"

#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "sql/renamed_marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace headstart::prove {

namespace {

using diff::Kind;
using diff::RenameMark;
using Source = std::shared_ptr<const diag::SourceText>;

/// How the whole is looked up, and what the thing may be.
struct MarkedKind {
    std::string_view kind; ///< of sql::RenamedThing
    std::string_view whole;
    std::size_t parts; ///< how many names at the end are a part's
    std::vector<Kind> kinds;
};

const std::vector<MarkedKind>& marked_kinds() {
    static const std::vector<Kind> k_types{Kind::enum_type,  Kind::composite_type, Kind::domain,
                                           Kind::range_type, Kind::base_type,      Kind::shell_type};
    static const std::vector<MarkedKind> k_all{
        {"schema", "schema", 0, {Kind::schema}},
        {"table", "relation", 0, {Kind::table}},
        {"view", "relation", 0, {Kind::view}},
        {"materialized view", "relation", 0, {Kind::view}},
        {"index", "relation", 0, {Kind::index}},
        {"sequence", "relation", 0, {Kind::sequence}},
        {"type", "type", 0, k_types},
        {"function", "function", 0, {Kind::function, Kind::aggregate}},
        {"table column", "relation", 1, {Kind::column}},
        {"table constraint", "relation", 1, {Kind::constraint}},
        {"composite type column", "type", 1, {Kind::column}},
        {"domain constraint", "type", 1, {Kind::constraint}},
        {"trigger", "relation", 1, {Kind::trigger}},
        {"policy", "relation", 1, {Kind::policy}},
        {"rule", "relation", 1, {Kind::rule}},
    };
    return k_all;
}

/// Of a schema, a relation, a type or functions (all that have the name): identity, schema and own name, and
/// then whatever else is to be quoted.
constexpr std::string_view k_look_up = R"(
WITH asked AS (
    SELECT $1::pg_catalog.text AS what, $2::pg_catalog.text[] AS names,
           (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(name), '.') FROM pg_catalog.unnest($2::pg_catalog.text[]) name) AS path),
found AS (
    SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass AS class, n.oid, n.nspname AS name
    FROM asked JOIN pg_catalog.pg_namespace n ON asked.what = 'schema' AND n.nspname = asked.names[1]
    UNION ALL
    SELECT 'pg_catalog.pg_class', c.oid, c.relname
    FROM asked JOIN pg_catalog.pg_class c ON asked.what = 'relation' AND c.oid = pg_catalog.to_regclass(asked.path)
    UNION ALL
    SELECT 'pg_catalog.pg_type', t.oid, t.typname
    FROM asked JOIN pg_catalog.pg_type t ON asked.what = 'type' AND t.oid = pg_catalog.to_regtype(asked.path)
    UNION ALL
    SELECT 'pg_catalog.pg_proc', p.oid, p.proname
    FROM asked JOIN pg_catalog.pg_proc p ON asked.what = 'function' AND p.proname = asked.names[pg_catalog.cardinality(asked.names)]
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE CASE pg_catalog.cardinality(asked.names) WHEN 1 THEN pg_catalog.pg_function_is_visible(p.oid)
               ELSE n.nspname = asked.names[1] END)
SELECT i.identity, COALESCE(i.schema, ''), pg_catalog.quote_ident(found.name)
FROM found, LATERAL pg_catalog.pg_identify_object(found.class, found.oid, 0) i)";

constexpr std::string_view k_quote = R"(
SELECT pg_catalog.quote_ident($1), pg_catalog.quote_ident($2), pg_catalog.quote_ident($3),
       pg_catalog.quote_literal($4), pg_catalog.quote_literal($5))";

[[noreturn]] void fail(const Source& source, const sql::RenamedMark& mark, std::string message,
                       std::string hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_rename_mark;
    problem.message = std::move(message);
    problem.span = diag::Span{source, mark.begin, mark.end};
    problem.hint = std::move(hint);
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

void check_form(const Source& source, const sql::RenamedMark& mark) {
    if (mark.old_names.empty() || mark.old_names.size() > 2) {
        fail(source, mark, "this @renamed does not say what the old name was",
             "write `-- @renamed from=old_name`, with quotes where the name needs them");
    }
    if (!mark.thing) {
        fail(source, mark, "this @renamed stands at nothing that has a name",
             "put it on the line above, or at the end of the line of, a table, column, index, constraint, "
             "type, "
             "label of an enum, function, view, sequence, trigger, policy, rule or schema");
    }
}

std::vector<RenameMark> marks_at(pg::Connection& connection, const Source& source,
                                 const sql::RenamedMark& mark) {
    check_form(source, mark);
    const auto& kinds = marked_kinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [&](const auto& one) { return one.kind == mark.thing->kind; });
    auto whole = mark.thing->names;
    const auto part = kind->parts == 1 ? whole.back() : std::string();
    whole.resize(whole.size() - kind->parts);
    const auto quoted = connection.exec(pg::Command{std::string(k_quote),
                                                    {part, mark.old_names.back(), mark.old_names.front(),
                                                     mark.thing->label.value_or(""), mark.old_names.back()}});
    const auto found =
        connection.exec(pg::Command{std::string(k_look_up), {std::string(kind->whole), pg::to_array(whole)}});
    std::vector<RenameMark> marks;
    for (int row = 0; row < found.row_count(); ++row) {
        RenameMark one;
        one.kinds = kind->kinds;
        one.whole = found.value(row, 0);
        one.schema = found.value(row, 1);
        one.is_part = kind->parts == 1;
        one.name = one.is_part ? quoted.value(0, 0) : found.value(row, 2);
        one.old_name = quoted.value(0, 1);
        one.old_schema = mark.old_names.size() == 2 ? quoted.value(0, 2) : "";
        if (mark.thing->label) {
            one.label = quoted.value(0, 3);
            one.old_label = quoted.value(0, 4);
        }
        marks.push_back(std::move(one));
    }
    if (marks.empty()) {
        fail(source, mark, "what this @renamed stands at is not there when the whole schema is loaded",
             "take the mark away, or look at what drops or renames it later in the file");
    }
    return marks;
}

} // namespace

std::vector<RenameMark> read_rename_marks(pg::Connection& connection, const Source& source,
                                          const sql::StatementList& statements) {
    std::vector<RenameMark> all;
    for (const auto& mark : sql::renamed_marks(source->text, statements)) {
        for (auto& one : marks_at(connection, source, mark)) {
            all.push_back(std::move(one));
        }
    }
    return all;
}

} // namespace headstart::prove
