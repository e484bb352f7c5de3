#include "diff/privilege.hpp"

#include "base/text.hpp"
#include "diff/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <tuple>

namespace headstart::diff {

namespace {

using schema::DefaultPrivileges;
using schema::Privilege;

/// As a person tells them.
constexpr std::array<std::string_view, 12> k_privilege_order{
    "SELECT",  "INSERT",   "UPDATE", "DELETE", "TRUNCATE",  "REFERENCES",
    "TRIGGER", "MAINTAIN", "USAGE",  "CREATE", "TEMPORARY", "EXECUTE"};

/// Everything that one statement may say of several privileges.
struct Clause {
    bool is_grant;
    bool is_of_option; ///< WITH GRANT OPTION, GRANT OPTION FOR
    std::string grantor;

    friend auto operator<=>(const Clause&, const Clause&) = default;
};

using Names = std::vector<std::string>;

/// Who holds a privilege of whom.
using Key = std::tuple<std::string, std::string, std::string>;

struct Held {
    bool is_grantable;
    bool is_revoked;
};

std::map<Key, Held> by_key(const std::vector<Privilege>& privileges) {
    std::map<Key, Held> all;
    for (const auto& one : privileges) {
        all.insert_or_assign({one.grantor, one.grantee, one.name}, Held{one.is_grantable, one.is_revoked});
    }
    return all;
}

class Changes {
public:
    Changes(const Object& object, const std::string& owner)
        : m_object(object)
        , m_owner(owner.empty() ? "CURRENT_USER" : owner) {
        if (object.address.kind == Kind::default_privileges && object.as<DefaultPrivileges>().role) {
            m_owner = *object.as<DefaultPrivileges>().role;
        }
    }

    void change(const std::vector<Privilege>& from, const std::vector<Privilege>& to) {
        const auto before = by_key(from);
        const auto after = by_key(to);
        for (const auto& [key, held] : before) {
            if (!after.contains(key)) {
                add(held.is_revoked, false, key);
            }
        }
        for (const auto& [key, held] : after) {
            const auto found = before.find(key);
            if (found == before.end() || found->second.is_revoked != held.is_revoked) {
                add(!held.is_revoked, held.is_grantable, key);
            } else if (held.is_grantable != found->second.is_grantable) {
                add(held.is_grantable, true, key);
            }
        }
    }

    /// What others than the owner gave ends first, and begins last.
    [[nodiscard]] Statements statements() const {
        Statements all;
        for (const bool is_grant : {false, true}) {
            for (const bool is_owners : {is_grant, !is_grant}) {
                for (const auto& [clause, names_of] : m_clauses) {
                    if (clause.is_grant == is_grant && clause.grantor.empty() == is_owners) {
                        append(all, statements_of(clause, names_of));
                    }
                }
            }
        }
        return all;
    }

private:
    void add(bool is_grant, bool is_of_option, const Key& key) {
        const auto& [grantor, grantee, name] = key;
        m_clauses[{is_grant, is_of_option, grantor}][grantee].push_back(name);
    }

    [[nodiscard]] Statements statements_of(const Clause& clause,
                                           const std::map<std::string, Names>& names_of) const {
        std::map<std::string, Names> grantees; ///< of what is granted alike
        for (const auto& [grantee, names] : names_of) {
            grantees[list(names)].push_back(grantee.empty() ? m_owner : grantee);
        }
        Statements all;
        if (!clause.grantor.empty()) {
            all.push_back({"SET ROLE " + clause.grantor});
        }
        for (const auto& [names, who] : grantees) {
            all.push_back({text(clause, names, base::join(who, ", "))});
            if (!clause.is_grant) {
                all.back().hazards.push_back(Hazard::loses_privileges);
            }
        }
        if (!clause.grantor.empty()) {
            all.push_back({"RESET ROLE"});
        }
        return all;
    }

    [[nodiscard]] std::string text(const Clause& clause, const std::string& names,
                                   const std::string& who) const {
        if (clause.is_grant) {
            return fmt::format("{}GRANT {} ON {} TO {}{}", prefix(), names, target(), who,
                               clause.is_of_option ? " WITH GRANT OPTION" : "");
        }
        return fmt::format("{}REVOKE {}{} ON {} FROM {}", prefix(),
                           clause.is_of_option ? "GRANT OPTION FOR " : "", names, target(), who);
    }

    [[nodiscard]] std::string list(const Names& names) const {
        const auto column =
            m_object.address.kind == Kind::column ? fmt::format(" ({})", m_object.name) : std::string();
        if (names.size() > 1 && names.size() == m_object.privilege_count) {
            return "ALL" + column;
        }
        Names sorted = names;
        std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
            return std::find(k_privilege_order.begin(), k_privilege_order.end(), a) <
                   std::find(k_privilege_order.begin(), k_privilege_order.end(), b);
        });
        for (auto& name : sorted) {
            name += column;
        }
        return base::join(sorted, ", ");
    }

    [[nodiscard]] std::string prefix() const {
        if (m_object.address.kind != Kind::default_privileges) {
            return "";
        }
        const auto& defaults = m_object.as<DefaultPrivileges>();
        return fmt::format("ALTER DEFAULT PRIVILEGES {}{}",
                           defaults.role ? fmt::format("FOR ROLE {} ", *defaults.role) : "",
                           defaults.schema ? fmt::format("IN SCHEMA {} ", *defaults.schema) : "");
    }

    /// As GRANT names what COMMENT ON has another word for.
    [[nodiscard]] std::string target() const {
        if (m_object.address.kind == Kind::column) {
            return m_object.parent_name;
        }
        auto text = rules_of(m_object).designation(m_object);
        constexpr std::array<std::pair<std::string_view, std::string_view>, 6> k_words{{
            {"TABLE ", ""},
            {"VIEW ", ""},
            {"MATERIALIZED VIEW ", ""},
            {"FOREIGN TABLE ", ""},
            {"SERVER ", "FOREIGN SERVER "},
            {"AGGREGATE ", "FUNCTION "},
        }};
        for (const auto& [word, instead] : k_words) {
            if (text.starts_with(word)) {
                return std::string(instead) + text.substr(word.size());
            }
        }
        return text;
    }

    const Object& m_object;
    std::string m_owner;
    std::map<Clause, std::map<std::string, Names>> m_clauses;
};

/// Of which objects default privileges speak.
std::string_view objects_word(const Object& object) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> k_words{{
        {"TABLE ", "TABLES"},
        {"VIEW ", "TABLES"},
        {"MATERIALIZED VIEW ", "TABLES"},
        {"FOREIGN TABLE ", "TABLES"},
        {"SEQUENCE ", "SEQUENCES"},
        {"FUNCTION ", "FUNCTIONS"},
        {"PROCEDURE ", "FUNCTIONS"},
        {"AGGREGATE ", "FUNCTIONS"},
        {"SCHEMA ", "SCHEMAS"},
        {"TYPE ", "TYPES"},
    }};
    const auto text = rules_of(object).designation(object);
    const auto* const found = std::find_if(k_words.begin(), k_words.end(),
                                           [&](const auto& row) { return text.starts_with(row.first); });
    if (found != k_words.end()) {
        return found->second;
    }
    return text.starts_with("DOMAIN ") ? "TYPES" : "";
}

} // namespace

Statements change_privileges(const Object& object, const std::vector<Privilege>& before,
                             const std::string& owner) {
    Changes changes(object, owner);
    changes.change(before, object.privileges);
    return changes.statements();
}

Statements clear_privileges(const Object& object, const std::string& owner) {
    Changes changes(object, owner);
    changes.change(object.privileges, {});
    return changes.statements();
}

std::vector<Privilege> privileges_when_made(const Object& object, const Schema& goal) {
    std::vector<Privilege> all;
    const auto word = objects_word(object);
    for (const auto& [address, defaults] : goal.objects) {
        if (address.kind != Kind::default_privileges || word.empty()) {
            continue;
        }
        const auto& body = defaults.as<DefaultPrivileges>();
        const bool is_there = !defaults.parent ||
                              std::any_of(object.needs.begin(), object.needs.end(),
                                          [&](const auto& need) { return need.object == *defaults.parent; });
        if (!body.role && body.objects == word && is_there) {
            all.insert(all.end(), defaults.privileges.begin(), defaults.privileges.end());
        }
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace headstart::diff
