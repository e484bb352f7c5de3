#include "support/source_folder.hpp"

namespace headstart::test {

const std::string& source_folder() {
    static const std::string folder = HEADSTART_SOURCE_DIR;
    return folder;
}

} // namespace headstart::test
