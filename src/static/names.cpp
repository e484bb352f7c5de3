#include "static/names.hpp"

#include <cerrno>
#include <nss.h>
#include <system_error>
#include <utility>

namespace headstart::static_binary {

void look_names_up_without_plugins() {
    for (const auto& [database, sources] :
         {std::pair{"hosts", "files dns"}, {"passwd", "files"}, {"services", "files"}}) {
        if (__nss_configure_lookup(database, sources) != 0) {
            throw std::system_error(errno, std::generic_category(), "cannot choose how names are looked up");
        }
    }
}

} // namespace headstart::static_binary
