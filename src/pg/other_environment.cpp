#include "pg/other_environment.hpp"

#include <algorithm>
#include <list>
#include <set>
#include <string_view>
#include <unistd.h>

namespace headstart::pg {

namespace {

using Entries = std::vector<char*>; // as the kernel gives them: "name=value", and a null at the end

bool is_changed(std::string_view entry, const std::vector<OtherEnvironment::Change>& changes) {
    const auto name = entry.substr(0, entry.find('='));
    return std::any_of(changes.begin(), changes.end(),
                       [&](const auto& change) { return change.name == name; });
}

/// Each environment is kept once, however often it is asked for.
char** kept(Entries entries) {
    static std::list<Entries> all;
    auto found = std::find(all.begin(), all.end(), entries);
    if (found == all.end()) {
        found = all.insert(all.end(), std::move(entries));
    }
    return found->data();
}

char* kept(std::string entry) {
    static std::set<std::string> all;
    return const_cast<char*>(all.insert(std::move(entry)).first->c_str()); // NOLINT: environ's own type
}

} // namespace

OtherEnvironment::OtherEnvironment(const std::vector<Change>& changes)
    : m_former(environ) {
    if (changes.empty()) {
        return;
    }
    Entries entries;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        if (!is_changed(*entry, changes)) {
            entries.push_back(*entry);
        }
    }
    for (const auto& change : changes) {
        if (change.value) {
            entries.push_back(kept(change.name + "=" + *change.value));
        }
    }
    entries.push_back(nullptr);
    environ = kept(std::move(entries));
}

OtherEnvironment::~OtherEnvironment() {
    environ = m_former;
}

} // namespace headstart::pg
