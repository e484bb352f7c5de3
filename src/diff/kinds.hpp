#pragma once

#include "diff/rules.hpp"

/// The rules of each kind, in the file of its name.
namespace headstart::diff {

#define HEADSTART_KIND(name, type, word) extern const Rules k_##name##_rules;
HEADSTART_KINDS(HEADSTART_KIND)
#undef HEADSTART_KIND

} // namespace headstart::diff
