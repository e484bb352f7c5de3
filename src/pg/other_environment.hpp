#pragma once

#include <optional>
#include <string>
#include <vector>

namespace headstart::pg {

/// For a scope, the process's environment with other values for some variables (nothing: without them). libpq
/// takes from there whatever it is not given, and what is given empty too, so there is no other way to say
/// "none".
///
/// Only the pointer to the environment is exchanged, and what it points to is never freed: a thread that
/// looks something up meanwhile (the resolver does) finds the one or the other, whole.
class OtherEnvironment {
public:
    struct Change {
        std::string name;
        std::optional<std::string> value = {};
    };

    explicit OtherEnvironment(const std::vector<Change>& changes);
    OtherEnvironment(const OtherEnvironment&) = delete;
    OtherEnvironment& operator=(const OtherEnvironment&) = delete;
    ~OtherEnvironment();

private:
    char** m_former;
};

} // namespace headstart::pg
