#pragma once

#include "pg/connection.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Whose tables are read and written. Whoever may create in the schema can have made a relation by the name
/// of ours before us, and who owns a relation decides what code runs when it is read or written: a view's
/// query, a trigger, a policy. headstart runs as the owner of the database, so that code would, too.
///
/// What is read may belong to anybody, so long as reading it runs nothing: a plain table without row
/// security. What is written must belong to us, to a role that we are member of, or to a superuser, and must
/// run nothing of anybody's when it is written. A superuser is member of every role.
namespace headstart::postgres {

enum class Access : bool { reading, writing };

/// A relation as the catalogue has it.
struct RelationFacts {
    std::string schema;
    std::string name;
    std::string kind;                         ///< "v", as pg_class.relkind has it
    std::string owner;                        ///< a role
    bool is_ours = false;                     ///< this role, one whose rights it has, or a superuser owns it
    bool has_trusted_owner = false;           ///< for writing
    bool is_plainly_ours = false;             ///< as quick_guard() has it
    bool is_partition = false;                ///< or has children
    bool hides_rows = false;                  ///< row security applies to this role
    std::vector<std::string> runs_on_reading; ///< others' code on a SELECT: "index i", "column c of type t"
    std::vector<std::string> runs;            ///< code on a write: "trigger audit", "rule r" …
};

/// Relations that an administrator has made as they are: "schema.name", or "name" in any schema. They are not
/// looked at.
using TrustedNames = std::vector<std::string>;

bool is_named(const TrustedNames& trusted, std::string_view schema, std::string_view name);

/// Columns about a relation `c` of pg_class with its namespace `n`; read_facts() reads them from `column` on.
std::string_view columns_for_reading();
RelationFacts read_facts(const pg::Result& result, int row, int column);

/// Looks `relations` (identifiers as SQL has them) up for writing; those that are missing give nothing.
pg::Command look_for_writing(const std::vector<std::string>& relations);
std::vector<RelationFacts> read_all_facts(const pg::Result& result);

/// Throws diag::Error (untrusted_relation) that says what is wrong with it, and what to do.
void require_trust(const RelationFacts& facts, Access access);

/// A row for each role that may create in a schema and is none of ours: the schema and the role, as SQL names
/// them.
pg::Command other_creators(const std::string& schema);

/// A row for each of the relations whose rows a role may change that is none of ours: its name as SQL has it,
/// and those roles.
pg::Command other_writers(const std::vector<std::string>& relations);

/// Divides by zero unless those of the relations that exist may be accessed so. Inside a transaction that has
/// locked them against changes of their definition, as any lock does.
pg::Command trust_guard(const std::vector<std::string>& relations, const TrustedNames& trusted,
                        Access access);

/// The same for writing, and for relations that this very role owns: that they are still plain tables without
/// what others may add to them (triggers, rules, children, policies). A tenth of what the whole guard takes,
/// most of which is planning; what only the owner can change was looked at when the run began.
pg::Command quick_guard(const std::vector<std::string>& relations);

/// A condition: the relation `c` of pg_class is a plain table, and reading it reads no other and hides
/// nothing.
std::string_view is_plain_table();

/// A transaction that changes nothing, under these settings.
std::vector<pg::Command> begin_reading(const std::vector<pg::ServerSetting>& settings = {});

/// `name`: the relation's, without its schema. One that is named as trusted may be something that cannot be
/// locked. For a transaction: locks the relation against changes of its definition, makes sure that it may be
/// read, and asks, with the last command.
std::vector<pg::Command> reading_in_peace(const std::string& relation, std::string_view name,
                                          const TrustedNames& trusted, const pg::Command& question);
/// The same as a transaction that changes nothing. The question is the last but one.
std::vector<pg::Command> question_in_peace(const std::string& relation, std::string_view name,
                                           const TrustedNames& trusted, const pg::Command& question);

} // namespace headstart::postgres
