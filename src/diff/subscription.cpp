#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::diff {

namespace {

using schema::Subscription;

std::string subscription_designation(const Object& object) {
    return "SUBSCRIPTION " + object.name;
}

std::string slot_option(const Subscription& subscription) {
    return "slot_name = " + subscription.slot.value_or("NONE");
}

/// Never connecting: what is made at the publisher (a slot) is for whoever knows that it can be reached.
Statements create_subscription(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& subscription = object.as<Subscription>();
    std::vector<std::string> options{"connect = false"};
    if (!subscription.has_default_slot) {
        options.push_back(slot_option(subscription));
    }
    options.insert(options.end(), subscription.options.begin(), subscription.options.end());
    options.insert(options.end(), subscription.fixed_options.begin(), subscription.fixed_options.end());
    Statements statements{{fmt::format(
        "CREATE SUBSCRIPTION {} CONNECTION {} PUBLICATION {} WITH ({})", object.name, subscription.connection,
        base::join(subscription.publications, ", "), base::join(options, ", "))}};
    if (subscription.is_enabled) {
        statements.push_back({fmt::format("ALTER SUBSCRIPTION {} ENABLE", object.name)});
    }
    return statements;
}

/// Without its slot it is dropped without connecting, and in a transaction.
Statements drop_subscription(const Object& object) {
    const auto& subscription = object.as<Subscription>();
    Statements statements;
    if (subscription.is_enabled) {
        statements.push_back({fmt::format("ALTER SUBSCRIPTION {} DISABLE", object.name)});
    }
    if (subscription.slot) {
        statements.push_back({fmt::format("ALTER SUBSCRIPTION {} SET (slot_name = NONE)", object.name)});
    }
    statements.push_back({fmt::format("DROP SUBSCRIPTION {}", object.name)});
    return statements;
}

std::string_view option_key(std::string_view option) {
    return option.substr(0, option.find(' '));
}

/// As SET takes them; those that have gone are set to what they are by default.
std::vector<std::string> changed_options(const Subscription& before, const Subscription& after) {
    std::vector<std::string> changes;
    for (const auto& option : after.options) {
        if (std::find(before.options.begin(), before.options.end(), option) == before.options.end()) {
            changes.push_back(option);
        }
    }
    const auto has = [](const std::vector<std::string>& options, std::string_view key) {
        return std::any_of(options.begin(), options.end(),
                           [&](const auto& option) { return option_key(option) == key; });
    };
    for (const auto& option : after.defaults) {
        if (has(before.options, option_key(option)) && !has(after.options, option_key(option))) {
            changes.push_back(option);
        }
    }
    if (before.slot != after.slot) {
        changes.push_back(slot_option(after));
    }
    return changes;
}

std::vector<Way> alter_subscription(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Subscription>();
    const auto& after = to.as<Subscription>();
    if (before.fixed_options != after.fixed_options) {
        return {};
    }
    Way way;
    const auto prefix = "ALTER SUBSCRIPTION " + to.name;
    if (before.is_enabled && !after.is_enabled) {
        way.push_back({prefix + " DISABLE"});
    }
    if (before.connection != after.connection) {
        way.push_back({fmt::format("{} CONNECTION {}", prefix, after.connection)});
    }
    if (before.publications != after.publications) {
        way.push_back({fmt::format("{} SET PUBLICATION {} WITH (refresh = false)", prefix,
                                   base::join(after.publications, ", "))});
    }
    if (const auto changes = changed_options(before, after); !changes.empty()) {
        way.push_back({fmt::format("{} SET ({})", prefix, base::join(changes, ", "))});
    }
    if (!before.is_enabled && after.is_enabled) {
        way.push_back({prefix + " ENABLE"});
    }
    return {way};
}

} // namespace

const Rules k_subscription_rules{
    .kind = Kind::subscription,
    .designation = subscription_designation,
    .create = create_subscription,
    .drop = drop_subscription,
    .alter = alter_subscription,
};

} // namespace headstart::diff
