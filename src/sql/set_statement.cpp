#include "sql/set_statement.hpp"

#include "base/encoding_name.hpp"
#include "base/text.hpp"
#include "sql/pg_query_handles.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace headstart::sql {

namespace {

using Nodes = std::span<PgQuery__Node* const>;
using Value = std::optional<std::string>;

/// Nothing for what is not written down: DEFAULT, an expression.
Value constant(const PgQuery__Node* node) {
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_A_CONST) {
        return std::nullopt;
    }
    const auto& value = *node->a_const;
    switch (value.val_case) {
    case PG_QUERY__A__CONST__VAL_SVAL:
        return value.sval->sval;
    case PG_QUERY__A__CONST__VAL_IVAL:
        return std::to_string(value.ival->ival);
    case PG_QUERY__A__CONST__VAL_BOOLVAL:
        return value.boolval->boolval != 0 ? "on" : "off";
    default:
        return std::nullopt;
    }
}

/// As the server reads a boolean: `on`, `1`, and `true` or `yes` as short as you like.
bool is_on(const Value& value) {
    const auto word = base::to_lower(value.value_or(""));
    return word == "on" || word == "1" ||
           (!word.empty() &&
            (std::string_view("true").starts_with(word) || std::string_view("yes").starts_with(word)));
}

/// A setting that belongs to the transaction: it ends with it, whatever the scope it is set for.
bool is_of_transaction(std::string_view name) {
    return base::equals_ignoring_case(name, "transaction_isolation") ||
           base::equals_ignoring_case(name, "transaction_read_only") ||
           base::equals_ignoring_case(name, "transaction_deferrable");
}

bool is_role(std::string_view name) {
    return base::equals_ignoring_case(name, "role") ||
           base::equals_ignoring_case(name, "session_authorization");
}

/// One setting in any of its spellings. What a transaction of ours has anyway may be asked for at any time.
void add_setting(StatementTraits& traits, std::string_view name, const Value& value) {
    traits.changes_role = traits.changes_role || is_role(name);
    traits.sets_encoding = traits.sets_encoding || (base::equals_ignoring_case(name, "client_encoding") &&
                                                    value && !base::names_utf8(*value));
    if (base::equals_ignoring_case(name, "transaction_read_only")) {
        (is_on(value) ? traits.makes_read_only : traits.sets_plain_mode) = true;
    } else if (base::equals_ignoring_case(name, "transaction_isolation")) {
        const bool is_plain = base::equals_ignoring_case(value.value_or("read committed"), "read committed");
        (is_plain ? traits.sets_plain_mode : traits.sets_transaction) = true;
    } else if (base::equals_ignoring_case(name, "transaction_deferrable")) {
        traits.sets_transaction = true; // the server refuses even NOT DEFERRABLE behind a query
    }
}

void add_modes(StatementTraits& traits, Nodes modes) {
    for (const auto* node : modes) {
        if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM) {
            add_setting(traits, node->def_elem->defname, constant(node->def_elem->arg));
        }
    }
}

/// The call of set_config() that a column of a SELECT is.
const PgQuery__FuncCall* as_set_config(const PgQuery__Node& target) {
    if (target.node_case != PG_QUERY__NODE__NODE_RES_TARGET || target.res_target->val == nullptr ||
        target.res_target->val->node_case != PG_QUERY__NODE__NODE_FUNC_CALL) {
        return nullptr;
    }
    const auto* call = target.res_target->val->func_call;
    const Nodes names(call->funcname, call->n_funcname);
    const bool is_of_catalogue =
        names.size() == 1 ||
        (names.size() == 2 && std::string_view(names.front()->string->sval) == "pg_catalog");
    return call->n_args == 3 && is_of_catalogue &&
                   std::string_view(names.back()->string->sval) == "set_config"
               ? call
               : nullptr;
}

} // namespace

StatementTraits traits_of_set(const PgQuery__VariableSetStmt& statement) {
    StatementTraits traits;
    const Nodes arguments(statement.args, statement.n_args);
    const std::string_view name = statement.name;
    if (statement.kind == PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI && name == "TRANSACTION") {
        add_modes(traits, arguments);
        return traits;
    }
    if (statement.kind == PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI && name == "TRANSACTION SNAPSHOT") {
        traits.sets_transaction = true;
        return traits;
    }
    add_setting(traits, name, arguments.empty() ? std::nullopt : constant(arguments.front()));
    traits.sets_session = statement.is_local == 0 && !is_of_transaction(name);
    return traits;
}

StatementTraits traits_of_set_config(const PgQuery__SelectStmt& statement) {
    const Nodes targets(statement.target_list, statement.n_target_list);
    const bool is_more = statement.n_from_clause > 0 || statement.where_clause != nullptr ||
                         statement.into_clause != nullptr || statement.with_clause != nullptr;
    if (is_more || !std::all_of(targets.begin(), targets.end(),
                                [](const auto* target) { return as_set_config(*target) != nullptr; })) {
        return {};
    }
    StatementTraits traits;
    for (const auto* target : targets) {
        const Nodes arguments(as_set_config(*target)->args, 3);
        const auto name = constant(arguments[0]).value_or("");
        add_setting(traits, name, constant(arguments[1]));
        traits.sets_session =
            traits.sets_session || (!is_on(constant(arguments[2])) && !is_of_transaction(name));
    }
    return traits;
}

bool begins_read_only(const PgQuery__TransactionStmt& statement) {
    StatementTraits traits;
    add_modes(traits, Nodes(statement.options, statement.n_options));
    return traits.makes_read_only;
}

} // namespace headstart::sql
