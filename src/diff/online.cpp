#include "diff/online.hpp"

#include "base/text.hpp"
#include "diff/column.hpp"
#include "diff/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace headstart::diff {

namespace {

using schema::Column;
using schema::Constraint;
using schema::Index;
using schema::Table;

using schema::Trigger;

void erase_hazards(Statement& statement, std::initializer_list<Hazard> hazards) {
    for (const auto hazard : hazards) {
        std::erase(statement.hazards, hazard);
    }
}

Statement concurrently(Statement statement, std::string_view verb) {
    statement.sql.insert(verb.size(), " CONCURRENTLY");
    erase_hazards(statement, {Hazard::blocks_writes, Hazard::blocks_reads});
    statement.hazards.push_back(Hazard::not_in_transaction);
    statement.runs_in_transaction = false;
    return statement;
}

/// "CREATE UNIQUE INDEX" or whatever an index's statement begins with.
std::string_view index_verb(const std::string& sql) {
    constexpr std::array<std::string_view, 3> k_verbs{"CREATE UNIQUE INDEX", "CREATE INDEX", "DROP INDEX"};
    const auto* const found =
        std::find_if(k_verbs.begin(), k_verbs.end(), [&](auto verb) { return sql.starts_with(verb); });
    return found == k_verbs.end() ? std::string_view{} : *found;
}

bool has_constraint(const Schema& schema, const Address& table, const std::string& name) {
    return std::any_of(schema.objects.begin(), schema.objects.end(), [&](const auto& entry) {
        const Object& object = entry.second;
        return object.address.kind == Kind::constraint && object.parent == table && object.name == name;
    });
}

/// That an UPDATE of each row would run.
bool has_update_trigger(const Schema& schema, const Address& table) {
    return std::any_of(schema.objects.begin(), schema.objects.end(), [&](const auto& entry) {
        const Object& object = entry.second;
        return object.address.kind == Kind::trigger && object.parent == table &&
               object.as<Trigger>().enabled != 'D' &&
               object.as<Trigger>().definition.find("UPDATE") != std::string::npos;
    });
}

class Onlining {
public:
    Onlining(const Schema& from, const Schema& to)
        : m_from(from)
        , m_to(to) {}

    Step change(Step step) const {
        if (!step.table) { // of a new table, which nobody uses, or of none
            return step;
        }
        switch (step.deed.action) {
        case Action::create:
            step.statements = create(step, *step.table);
            break;
        case Action::alter:
            step.statements = alter(step);
            break;
        case Action::drop:
            step.statements = drop(step);
            break;
        case Action::move:
            break;
        }
        return step;
    }

private:
    [[nodiscard]] bool is_plain_table(const Address& address) const {
        const auto* object = m_to.find(address);
        object = object != nullptr ? object : m_from.find(address);
        return object != nullptr && object->as<Table>().relation_kind == 'r';
    }

    /// The column is made NOT NULL without a look at the rows: a check that has been validated says it, and
    /// is gone again behind that.
    [[nodiscard]] Statements set_not_null(const Object& column) const {
        const auto& table = column.parent_name;
        const auto whole = column.parent.value_or(Address{});
        std::string check = "headstart_not_null";
        while (has_constraint(m_from, whole, check) || has_constraint(m_to, whole, check)) {
            check += "_";
        }
        return {
            {fmt::format("ALTER TABLE {} ADD CONSTRAINT {} CHECK ({} IS NOT NULL) NOT VALID", table, check,
                         column.name)},
            {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", table, check), {Hazard::may_fail_on_rows}},
            {fmt::format("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", table, column.name)},
            {fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table, check)},
        };
    }

    [[nodiscard]] Statements create(const Step& step, const Address& table) const {
        const auto* const object = m_to.find(step.deed.object);
        if (object == nullptr || step.statements.empty()) {
            return step.statements;
        }
        switch (object->address.kind) {
        case Kind::index:
            return create_index(*object, step.statements);
        case Kind::constraint:
            return create_constraint(*object, step, table);
        case Kind::column:
            return create_column(*object, step, table);
        default:
            return step.statements;
        }
    }

    [[nodiscard]] Statements create_index(const Object& object, Statements statements) const {
        const auto verb = index_verb(statements.front().sql);
        if (verb.empty()) {
            return statements;
        }
        if (!object.as<Index>().is_partitioned) {
            statements.front() = concurrently(std::move(statements.front()), verb);
            return statements;
        }
        // The server builds no index of a partitioned table CONCURRENTLY: each of a partition by itself, and
        // then the one that joins them.
        auto all = rules_of(object).create(object, {}, 1);
        erase_hazards(all.front(), {Hazard::blocks_writes, Hazard::may_fail_on_rows});
        for (const auto& [address, part] : m_to.objects) {
            if (address.kind == Kind::index && part.as<Index>().attached_to == object.name) {
                append(all, create_index(part, rules_of(part).create(part, {}, 0)));
            }
        }
        return all;
    }

    [[nodiscard]] Statements create_constraint(const Object& object, const Step& step,
                                               const Address& table) const {
        const auto& constraint = object.as<Constraint>();
        if (!is_plain_table(table) || !constraint.is_validated || !constraint.is_local) {
            return step.statements;
        }
        if (constraint.type == 'c' || constraint.type == 'f') {
            return add_and_validate(object, step.statements);
        }
        if (constraint.type == 'p' || constraint.type == 'u') {
            return add_by_index(object, step);
        }
        return step.statements;
    }

    static Statements add_and_validate(const Object& object, Statements statements) {
        auto& first = statements.front();
        first.sql += " NOT VALID";
        first.hazards.clear();
        const Statement validate{
            fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", object.parent_name, object.name),
            {Hazard::may_fail_on_rows}};
        statements.insert(statements.begin() + 1, validate);
        return statements;
    }

    /// "UNIQUE (a) INCLUDE (b) DEFERRABLE": the lists are the index's, the rest is the constraint's.
    static Statements add_by_index(const Object& object, const Step& step) {
        const auto& constraint = object.as<Constraint>();
        const auto& definition = constraint.definition;
        const auto lists = definition.find('(');
        const auto timing = std::min(definition.find(" DEFERRABLE"), definition.size());
        const bool has_one_null = definition.find("NULLS NOT DISTINCT") < lists;
        if (lists == std::string::npos || lists > timing || !constraint.options.empty() ||
            constraint.tablespace) {
            return step.statements;
        }
        Statements statements{concurrently(
            {fmt::format("CREATE UNIQUE INDEX {} ON {} {}{}", object.name, object.parent_name,
                         definition.substr(lists, timing - lists), has_one_null ? " NULLS NOT DISTINCT" : ""),
             {Hazard::may_fail_on_rows}},
            "CREATE UNIQUE INDEX")};
        statements.push_back({fmt::format(
            "ALTER TABLE {} ADD CONSTRAINT {} {} USING INDEX {}{}", object.parent_name, object.name,
            constraint.type == 'p' ? "PRIMARY KEY" : "UNIQUE", object.name, definition.substr(timing))});
        statements.insert(statements.end(), step.statements.begin() + 1, step.statements.end());
        return statements;
    }

    [[nodiscard]] Statements create_column(const Object& object, const Step& step,
                                           const Address& table) const {
        const auto& column = object.as<Column>();
        const bool is_rewritten = has_hazard(step.statements.front(), Hazard::rewrites_table);
        // An UPDATE would not see the rows that a policy hides from the owner, too, and do what triggers do.
        const bool can_update =
            !m_from.at(table).as<Table>().forces_row_security && !has_update_trigger(m_from, table);
        if (!is_rewritten || column.generated || column.identity || !can_update) {
            return step.statements;
        }
        auto bare = object;
        std::get<Column>(bare.body).is_not_null = false;
        Statements statements{
            {fmt::format("ALTER TABLE {} ADD COLUMN {}", object.parent_name, column_clause(bare, {}, 0))}};
        Statements behind;
        for (const auto& also : step.also) { // its default, and what `serial` stands for
            const auto& part = m_to.at(also.object);
            const bool comes_first = part.address.kind == Kind::sequence;
            append(comes_first ? statements : behind, rules_of(part).create(part, {}, 0));
        }
        append(statements, std::move(behind));
        statements.push_back(
            {fmt::format("UPDATE {0} SET {1} = DEFAULT WHERE {1} IS NULL", object.parent_name, object.name)});
        if (column.is_not_null) {
            append(statements, set_not_null(object));
        }
        statements.insert(statements.end(), step.statements.begin() + 1, step.statements.end());
        return statements;
    }

    [[nodiscard]] Statements alter(const Step& step) const {
        Statements statements;
        for (const auto& statement : step.statements) {
            const bool sets_not_null = step.deed.object.kind == Kind::column &&
                                       statement.sql.ends_with(" SET NOT NULL") &&
                                       has_hazard(statement, Hazard::scans_table);
            if (sets_not_null) {
                append(statements, set_not_null(m_to.at(step.deed.object)));
            } else {
                statements.push_back(statement);
            }
        }
        return statements;
    }

    [[nodiscard]] Statements drop(const Step& step) const {
        Statements statements = step.statements;
        const auto* const object = m_from.find(step.deed.object);
        const bool may_be = object != nullptr && object->address.kind == Kind::index &&
                            !object->as<Index>().is_partitioned && !object->as<Index>().attached_to &&
                            statements.size() == 1 && !statements.front().sql.ends_with(" CASCADE");
        if (may_be && !index_verb(statements.front().sql).empty()) {
            statements.front() = concurrently(std::move(statements.front()), "DROP INDEX");
        }
        return statements;
    }

    const Schema& m_from;
    const Schema& m_to;
};

} // namespace

std::vector<Step> online_steps(const Schema& from, const Schema& to, const std::vector<Step>& steps) {
    const Onlining onlining(from, to);
    std::vector<Step> all;
    for (const auto& step : steps) {
        all.push_back(onlining.change(step));
    }
    return all;
}

} // namespace headstart::diff
