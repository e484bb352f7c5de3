#pragma once

#include "diag/source.hpp"
#include "revision/revision.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace headstart::scripts {

/// The text of a new migration file: that of the folder's `template.sql` if there is one, else a header and
/// two empty sections. In a template `${message}`, `${up_revision}`, `${down_revision}`, `${branch_labels}`,
/// `${depends_on}` and `${create_date}` stand for what their names say, as in Alembic's script.py.mako.
///
/// The text is read back before it is returned: a header that says something else than `revision` would make
/// the folder unloadable. Throws diag::Error (usage, bad_template): an unknown token, such a header, or no
/// section.
std::string new_script_text(const revision::Revision& revision, const std::filesystem::path& folder);

} // namespace headstart::scripts
