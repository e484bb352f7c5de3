#include "security/own_sql.hpp"

#include <nlohmann/json.hpp>
#include <pg_query.h>

#include <algorithm>
#include <memory>
#include <set>

namespace headstart::test {

namespace {

using Json = nlohmann::json;

std::vector<std::string> strings_of(const Json& list) {
    std::vector<std::string> names;
    for (const auto& entry : list) {
        if (const auto found = entry.find("String"); found != entry.end()) {
            const auto& text = *found;
            names.push_back(text.value("sval", text.value("str", "")));
        }
    }
    return names;
}

bool is_qualified(const std::vector<std::string>& name) {
    return name.size() == 2 && name.front() == "pg_catalog";
}

/// Goes down a parse tree (libpg_query's JSON) and takes down what is not qualified.
class Names {
public:
    explicit Names(const Json& tree) {
        find_common_tables(tree);
        visit(tree);
    }

    std::vector<std::string> unqualified;

private:
    void find_common_tables(const Json& node) {
        if (node.is_object() && node.contains("CommonTableExpr")) {
            m_common_tables.insert(node["CommonTableExpr"].value("ctename", ""));
        }
        for (const auto& child : node) {
            if (child.is_structured()) {
                find_common_tables(child);
            }
        }
    }

    void note(const std::string& kind, const std::vector<std::string>& name) {
        if (!is_qualified(name)) {
            std::string text = kind;
            for (const auto& part : name) {
                text += " " + part;
            }
            unqualified.push_back(text);
        }
    }

    void look_at(const std::string& type, const Json& node) {
        if (type == "A_Expr") {
            const auto kind = node.value("kind", "");
            const bool can_be_qualified =
                kind == "AEXPR_OP" || kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL";
            note(can_be_qualified ? "operator" : "implied operator of " + kind,
                 can_be_qualified ? strings_of(node.value("name", Json::array()))
                                  : std::vector<std::string>{});
        } else if (type == "FuncCall") {
            note("function", strings_of(node.value("funcname", Json::array())));
        } else if (type == "TypeName" || type == "typeName" || type == "returnType") {
            note("type", strings_of(node.value("names", Json::array())));
        } else if (type == "SubLink") {
            const auto kind = node.value("subLinkType", "");
            if (kind == "ANY_SUBLINK" || kind == "ALL_SUBLINK") {
                note("operator of a sub-select", strings_of(node.value("operName", Json::array())));
            }
        } else if (type == "CaseExpr" && node.contains("arg")) {
            note("implied operator of CASE", {});
        } else if (type == "CollateClause" || type == "collClause") {
            note("collation", strings_of(node.value("collname", Json::array())));
        } else if (type == "JoinExpr" && (node.contains("usingClause") || node.value("isNatural", false))) {
            note("implied operator of a join", {});
        } else if (type == "RangeVar" || type == "relation") {
            const auto name = node.value("relname", "");
            if (!node.contains("schemaname") && !m_common_tables.contains(name)) {
                note("relation", {name});
            }
        }
    }

    void visit(const Json& node) {
        if (node.is_array()) {
            for (const auto& child : node) {
                visit(child);
            }
        } else if (node.is_object()) {
            for (const auto& [type, child] : node.items()) {
                if (child.is_object()) {
                    look_at(type, child);
                }
                visit(child);
            }
        }
    }

    std::set<std::string> m_common_tables;
};

/// Of the SQL in a DO block: its expressions are stored as texts.
void look_into_block(const Json& node, std::vector<std::string>& unqualified) {
    if (node.is_object() && node.contains("query")) {
        auto query = node.at("query").get<std::string>();
        const auto assignment = query.find(":=");
        if (assignment != std::string::npos) {
            query.erase(0, assignment + 2);
        }
        auto found = unqualified_names("SELECT " + query);
        if (!found.empty() && found.front().starts_with("not SQL")) {
            found = unqualified_names(query); // a statement, not an expression
        }
        unqualified.insert(unqualified.end(), found.begin(), found.end());
        return;
    }
    if (node.is_object() && node.contains("typname")) {
        const auto name = node.at("typname").get<std::string>();
        if (!name.starts_with("pg_catalog.") && name != "boolean" && name != "UNKNOWN") {
            unqualified.push_back("type " + name);
        }
    }
    for (const auto& child : node) {
        if (child.is_structured()) {
            look_into_block(child, unqualified);
        }
    }
}

std::vector<std::string> names_in_block(const std::string& statement) {
    const auto result = pg_query_parse_plpgsql(statement.c_str());
    std::vector<std::string> unqualified;
    if (result.error != nullptr) {
        unqualified.push_back(std::string("not PL/pgSQL: ") + result.error->message);
    } else {
        look_into_block(Json::parse(result.plpgsql_funcs), unqualified);
    }
    pg_query_free_plpgsql_parse_result(result);
    return unqualified;
}

} // namespace

std::vector<std::string> unqualified_names(const std::string& statement) {
    const auto result = pg_query_parse(statement.c_str());
    const std::unique_ptr<const PgQueryParseResult, void (*)(const PgQueryParseResult*)> owner(
        &result, [](const PgQueryParseResult* parsed) { pg_query_free_parse_result(*parsed); });
    if (result.error != nullptr) {
        return {std::string("not SQL: ") + result.error->message};
    }
    const auto tree = Json::parse(result.parse_tree);
    if (tree.dump().find("\"DoStmt\"") != std::string::npos) {
        return names_in_block(statement);
    }
    return Names(tree).unqualified;
}

} // namespace headstart::test
