#include "process/child_environment.hpp"

#include <algorithm>
#include <unistd.h>

namespace headstart::process {

namespace {

std::string_view name_of(std::string_view pair) {
    return pair.substr(0, pair.find('='));
}

template<typename Predicate>
std::vector<std::string> pairs_of_process(Predicate is_kept) {
    std::vector<std::string> pairs;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        if (is_kept(name_of(*entry))) {
            pairs.emplace_back(*entry);
        }
    }
    return pairs;
}

} // namespace

ChildEnvironment ChildEnvironment::without(const std::vector<std::string>& names) {
    ChildEnvironment environment;
    environment.m_pairs = pairs_of_process(
        [&](std::string_view name) { return std::find(names.begin(), names.end(), name) == names.end(); });
    return environment;
}

ChildEnvironment ChildEnvironment::only(const std::vector<std::string_view>& names) {
    ChildEnvironment environment;
    environment.m_pairs = pairs_of_process([&](std::string_view name) {
        return std::any_of(names.begin(), names.end(), [&](std::string_view kept) {
            return kept.ends_with('*') ? name.starts_with(kept.substr(0, kept.size() - 1)) : name == kept;
        });
    });
    return environment;
}

ChildEnvironment& ChildEnvironment::set(std::string_view name, std::string_view value) {
    std::erase_if(m_pairs, [&](const std::string& pair) { return name_of(pair) == name; });
    m_pairs.push_back(std::string(name) + '=' + std::string(value));
    return *this;
}

std::vector<char*> ChildEnvironment::pointers() {
    std::vector<char*> pointers;
    pointers.reserve(m_pairs.size() + 1);
    for (auto& pair : m_pairs) {
        pointers.push_back(pair.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace headstart::process
