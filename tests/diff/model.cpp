#include "diff/model.hpp"

#include <algorithm>
#include <array>

namespace headstart::test {

namespace {

constexpr std::array<std::string_view, 12> k_types{"integer",      "bigint",    "text",        "varchar(40)",
                                                   "numeric(9,2)", "boolean",   "date",        "jsonb",
                                                   "uuid",         "integer[]", "timestamptz", "\"char\""};
constexpr std::array<std::string_view, 3> k_key_types{"integer", "bigint", "text"};
constexpr std::array<std::string_view, 4> k_actions{"", " ON DELETE CASCADE", " ON DELETE SET NULL",
                                                    " ON UPDATE CASCADE"};
constexpr std::array<std::string_view, 5> k_index_forms{"plain", "unique", "partial", "expression",
                                                        "descending"};
constexpr std::array<std::string_view, 4> k_odd_names{"Order", "user", "a b", "it\"s"};

/// Every so often one that needs quotes.
std::string new_name(Model& model, Draw& draw, std::string_view prefix) {
    auto name = std::string(prefix) + std::to_string(++model.names);
    return draw.once_in(8) ? std::string(draw.of(k_odd_names)) + name : name;
}

Model::Column new_column(Model& model, Draw& draw, bool keeps_rows) {
    Model::Column column;
    column.name = new_name(model, draw, "c");
    column.type = draw.of(k_types);
    if (!model.enums.empty() && draw.once_in(5)) {
        column.type = draw.of(model.enums).name;
    }
    const bool is_number = column.type == "integer" || column.type == "bigint";
    if (is_number && draw.once_in(3)) {
        column.default_value = std::to_string(draw.below(100));
    } else if (column.type == "text" && draw.once_in(3)) {
        column.default_value = "'it''s " + std::to_string(draw.below(100)) + "'";
    } else if (column.type == "timestamptz" && draw.once_in(2)) {
        column.default_value = "now()";
    }
    column.is_required = (!keeps_rows || !column.default_value.empty()) && draw.once_in(3);
    column.is_generated = is_number && column.default_value.empty() && draw.once_in(6);
    if (draw.once_in(6)) {
        column.comment = "about " + column.name;
    }
    return column;
}

Model::Table new_table(Model& model, Draw& draw) {
    Model::Table table;
    table.name = new_name(model, draw, "t");
    table.key_type = draw.of(k_key_types);
    if (table.key_type != "text" && draw.once_in(2)) {
        table.key_form = draw.once_in(2) ? "serial" : "identity";
    }
    const auto count = 1 + draw.below(5);
    for (std::size_t i = 0; i < count; ++i) {
        table.columns.push_back(new_column(model, draw, false));
    }
    if (!model.tables.empty() && draw.once_in(2)) {
        table.references.push_back({draw.of(model.tables).name, std::string(draw.of(k_actions))});
    }
    table.is_partitioned = table.key_type != "text" && table.key_form.empty() && draw.once_in(5);
    table.is_unlogged = !table.is_partitioned && draw.once_in(8);
    if (!table.is_partitioned && !model.tables.empty() && draw.once_in(8)) {
        table.parent = draw.of(model.tables).name;
    }
    return table;
}

void add_index(Model& model, Draw& draw, Model::Table& table, bool keeps_rows) {
    auto form = std::string(draw.of(k_index_forms));
    if (form == "unique" && keeps_rows) {
        form = "plain";
    }
    table.indexes.push_back({new_name(model, draw, "i"), draw.of(table.columns).name, form});
}

void add_view(Model& model, Draw& draw) {
    Model::View view;
    view.name = new_name(model, draw, "v");
    const auto& table = draw.of(model.tables);
    view.source = table.name;
    view.columns.emplace_back("id");
    for (const auto& column : table.columns) {
        if (draw.once_in(2)) {
            view.columns.push_back(column.name);
        }
    }
    if (!model.views.empty() && draw.once_in(3)) {
        const auto& other = draw.of(model.views);
        view.source = other.name;
        view.columns = other.columns;
    }
    view.is_materialized = draw.once_in(4);
    view.is_filtered = draw.once_in(2);
    model.views.push_back(view);
}

void add_function(Model& model, Draw& draw) {
    constexpr std::array<std::string_view, 3> k_volatilities{"VOLATILE", "STABLE", "IMMUTABLE"};
    Model::Function function;
    function.name = new_name(model, draw, "f");
    function.argument = draw.of(k_key_types);
    function.result = draw.once_in(2) ? "integer" : "bigint";
    if (!model.tables.empty() && draw.once_in(2)) {
        function.table = draw.of(model.tables).name;
    }
    function.volatility = draw.of(k_volatilities);
    model.functions.push_back(function);
}

template<class List>
void drop_one(List& list, Draw& draw) {
    if (!list.empty()) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(draw.below(list.size())));
    }
}

void change_enum(Model& model, Draw& draw, bool keeps_rows) {
    auto& values = draw.of(model.enums).values;
    if (!keeps_rows && values.size() > 2 && draw.once_in(3)) {
        drop_one(values, draw);
    } else {
        const auto at = static_cast<std::ptrdiff_t>(draw.below(values.size() + 1));
        values.insert(values.begin() + at, "v" + std::to_string(++model.names));
    }
}

void change_column(Model& model, Draw& draw, Model::Table& table, bool keeps_rows) {
    auto& column = draw.of(table.columns);
    switch (draw.below(5)) {
    case 0:
        column.comment = draw.once_in(2) ? "" : "says " + std::to_string(draw.below(100));
        break;
    case 1:
        column.is_required = !column.is_required && (!keeps_rows || !column.default_value.empty());
        break;
    case 2:
        if (column.type == "integer" || column.type == "bigint") {
            column.type = column.type == "integer" ? "bigint" : "integer";
        } else if (column.type == "varchar(40)") {
            column.type = "text";
        } else if (!keeps_rows) {
            const auto name = column.name;
            column = new_column(model, draw, false);
            column.name = name;
        }
        break;
    case 3:
        if (!column.default_value.empty()) {
            column.default_value = "";
            column.is_required = column.is_required && !keeps_rows;
        } else if (column.type == "text" && !column.is_generated) {
            column.default_value = "upper('x')";
        }
        break;
    default:
        column.is_generated = !column.is_generated && column.default_value.empty() &&
                              (column.type == "integer" || column.type == "bigint");
    }
}

void change_table(Model& model, Draw& draw, bool keeps_rows) {
    auto& table = draw.of(model.tables);
    switch (draw.below(13)) {
    case 0:
    case 1:
        table.columns.push_back(new_column(model, draw, keeps_rows));
        break;
    case 2:
        drop_one(table.columns, draw);
        break;
    case 3:
    case 4:
    case 5:
        if (!table.columns.empty()) {
            change_column(model, draw, table, keeps_rows);
        }
        break;
    case 6:
        if (!table.columns.empty()) {
            add_index(model, draw, table, keeps_rows);
        }
        break;
    case 7:
        drop_one(table.indexes, draw);
        break;
    case 8:
        if (!table.columns.empty()) {
            table.checks.push_back(
                {new_name(model, draw, "k"), draw.of(table.columns).name, static_cast<int>(draw.below(10))});
        }
        break;
    case 9:
        drop_one(table.checks, draw);
        break;
    case 10:
        table.fill_factor = draw.once_in(2) ? 0 : 50 + static_cast<int>(draw.below(50));
        table.comment = draw.once_in(2) ? "" : "table " + std::to_string(draw.below(100));
        break;
    case 11:
        table.has_trigger = !table.has_trigger;
        break;
    default:
        if (table.references.empty()) {
            table.references.push_back({draw.of(model.tables).name, std::string(draw.of(k_actions))});
        } else if (draw.once_in(2)) {
            drop_one(table.references, draw);
        } else {
            table.references.front().action = draw.of(k_actions);
        }
    }
}

} // namespace

Model random_model(Draw& draw) {
    Model model;
    const auto enums = draw.below(3);
    for (std::size_t i = 0; i < enums; ++i) {
        model.enums.push_back({new_name(model, draw, "e"), {"a", "b", "c"}});
    }
    const auto tables = 2 + draw.below(4);
    for (std::size_t i = 0; i < tables; ++i) {
        model.tables.push_back(new_table(model, draw));
        if (draw.once_in(2)) {
            add_index(model, draw, model.tables.back(), false);
        }
    }
    const auto others = draw.below(4);
    for (std::size_t i = 0; i < others; ++i) {
        add_view(model, draw);
        add_function(model, draw);
    }
    return model;
}

void change_model(Model& model, Draw& draw, bool keeps_rows) {
    switch (draw.below(12)) {
    case 0:
        model.tables.push_back(new_table(model, draw));
        break;
    case 1:
        if (model.tables.size() > 1) {
            drop_one(model.tables, draw);
        }
        break;
    case 2:
        add_view(model, draw);
        break;
    case 3:
        drop_one(model.views, draw);
        break;
    case 4:
        add_function(model, draw);
        break;
    case 5:
        if (!model.functions.empty()) {
            auto& function = draw.of(model.functions);
            function.is_strict = !function.is_strict;
            function.result = draw.once_in(2) ? "integer" : "bigint";
        }
        break;
    case 6:
        if (!model.enums.empty()) {
            change_enum(model, draw, keeps_rows);
        }
        break;
    default:
        change_table(model, draw, keeps_rows);
    }
}

} // namespace headstart::test
