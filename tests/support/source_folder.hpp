#pragma once

#include <string>

namespace headstart::test {

/// The folder of the repository. Asked for here and nowhere else: in one file's definitions a whole path
/// keeps one object from being shared between clones by ccache, in everybody's it keeps all of them.
[[nodiscard]] const std::string& source_folder();

} // namespace headstart::test
