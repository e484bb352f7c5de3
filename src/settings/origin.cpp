#include "settings/origin.hpp"

namespace headstart::settings {

std::string Origin::describe() const {
    if (kind == Kind::by_default) {
        return "by default";
    }
    return "from " + name + (kind == Kind::env_file ? " in " + file : "");
}

} // namespace headstart::settings
