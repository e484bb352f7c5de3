#pragma once

#include <filesystem>
#include <optional>

namespace headstart::settings {

/// The nearest file of this name above `folder` (empty: the working folder), written from there:
/// "../../.env". As git does, it is looked for no further up than the root of the repository that `folder` is
/// in, and on no other file system; outside of a repository, and by the first process of a container, not at
/// all. Throws diag::Error (usage, bad_config_file) where somebody else than this user or root may have put
/// it there: a configuration names programs that are run.
std::optional<std::filesystem::path> find_upwards(const std::filesystem::path& folder,
                                                  const std::filesystem::path& name);

} // namespace headstart::settings
