#include "diff/newcomers.hpp"

#include "diff/rules.hpp"

#include <set>

namespace headstart::diff {

namespace {

/// One that is wanted and not there, and but for its name the same.
const Object* wanted_in_place_of(const Context& context, const Object& newcomer,
                                 const std::set<Address>& taken) {
    for (const auto& [address, object] : context.goal.objects) {
        if (address.kind == newcomer.address.kind && object.parent == newcomer.parent &&
            object.body == newcomer.body && context.present.find(address) == nullptr &&
            !taken.contains(address)) {
            return &object;
        }
    }
    return nullptr;
}

} // namespace

Plan rename_newcomers(const Context& context, const Schema& origin) {
    Plan plan;
    std::set<Address> taken;
    for (const auto& [address, object] : context.present.objects) {
        const auto& rules = rules_of(object);
        if (!rules.is_named_by_server || context.goal.find(address) != nullptr) {
            continue;
        }
        const auto* const wanted = wanted_in_place_of(context, object, taken);
        // A partition's index is the same whatever its name: it goes only with that of the whole table.
        if (wanted != nullptr && (origin.find(address) == nullptr ||
                                  (rules.comes_by_itself(object) && rules.comes_by_itself(*wanted)))) {
            taken.insert(wanted->address);
            plan.steps.push_back(
                {{Action::alter, address}, {}, {rules.rename(object, wanted->own_name)}, {}, {}});
        }
    }
    return plan;
}

} // namespace headstart::diff
