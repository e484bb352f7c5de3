#pragma once

#include <map>
#include <string>
#include <string_view>

namespace headstart::imports {

/// The plain values of a YAML file below `beginning`, which goes from their keys: "flyway.schemas" of
/// `spring:`, `flyway:`, `schemas:` for "spring.". A list is one value with `,` between. Only what settings
/// are mostly written as is understood: keys by indentation or joined by dots, values on one line. Of several
/// documents the first counts: the others are for some environments.
std::map<std::string, std::string, std::less<>> read_plain_yaml(std::string_view text,
                                                                std::string_view beginning);

} // namespace headstart::imports
