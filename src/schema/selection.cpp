#include "schema/selection.hpp"

#include <algorithm>

namespace headstart::schema {

namespace {

bool fits(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) {
        return text.empty();
    }
    if (pattern.front() == '*') {
        return fits(text, pattern.substr(1)) || (!text.empty() && fits(text.substr(1), pattern));
    }
    return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
           fits(text.substr(1), pattern.substr(1));
}

bool fits_object(const Address& address, std::string_view pattern) {
    const auto colon = pattern.find(':');
    if (colon != std::string_view::npos && pattern.substr(0, colon) != word(address.kind)) {
        return false;
    }
    return fits(address.identity, colon == std::string_view::npos ? pattern : pattern.substr(colon + 1));
}

bool fits_one(const Address& address, const std::vector<std::string>& patterns) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return fits_object(address, pattern); });
}

/// "public.alembic_version" is meant by its own name, too.
bool is_own(const Address& address, const std::vector<std::string>& tables) {
    return (address.kind == Kind::table || address.kind == Kind::sequence) &&
           std::any_of(tables.begin(), tables.end(), [&](const std::string& table) {
               return address.identity == table || address.identity.ends_with("." + table);
           });
}

bool counts(const Object& root, const Selection& selection) {
    const auto& address = root.address;
    return (selection.include.empty() || fits_one(address, selection.include)) &&
           !fits_one(address, selection.exclude) && !is_own(address, selection.own_tables);
}

const Object& root_of(const Schema& schema, const Object& object) {
    const auto* root = &object;
    while (root->parent) {
        root = &schema.at(*root->parent);
    }
    return *root;
}

} // namespace

void select(Schema& schema, const Selection& selection) {
    std::vector<Address> left_out;
    for (const auto& [address, object] : schema.objects) {
        if (!counts(root_of(schema, object), selection)) {
            left_out.push_back(address);
        }
    }
    for (const auto& address : left_out) {
        schema.objects.erase(address);
    }
    for (auto& [address, object] : schema.objects) {
        std::erase_if(object.needs, [&](const Need& need) { return schema.find(need.object) == nullptr; });
    }
}

} // namespace headstart::schema
