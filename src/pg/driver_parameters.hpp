#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headstart::pg {

/// What a parameter that libpq does not know comes to.
enum class DriverMeaning {
    keyword,      ///< a keyword of libpq under another name
    setting,      ///< a parameter of the server
    schema,       ///< one schema, as it is spelled: it is the whole search_path
    search_path,  ///< a list, in the form of the server
    server_type,  ///< JDBC's target_session_attrs
    changing,     ///< changes what the connection is: left out, told at warning
    of_no_effect, ///< how a driver or a pool goes about its work: left out, told at info
};

/// A parameter that drivers, pools and frameworks read out of a database URL.
struct DriverParameter {
    std::string_view name; ///< in lower case, without "_", "-" and spaces
    DriverMeaning meaning;
    std::string_view becomes; ///< the keyword or setting
    /// Of what is left out, and changes what the connection means: what to do about it.
    std::string_view consequence;
};

/// By its name as it was written, in any of the ways in which words are joined: "currentSchema",
/// "current_schema". Nothing for a name that no driver is known to read.
std::optional<DriverParameter> find_driver_parameter(std::string_view name);

/// Why a name that no driver is known to read may change what the connection means; empty if nothing in it
/// says so.
std::string_view consequence_of_unknown(std::string_view name);

/// JDBC's word for the kind of server in libpq's; nothing if it is none.
std::optional<std::string_view> session_attrs_of(std::string_view server_type);

} // namespace headstart::pg
