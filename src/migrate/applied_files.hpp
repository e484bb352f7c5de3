#pragma once

#include "database/session.hpp"
#include "diag/diagnostic.hpp"
#include "diag/reporter.hpp"
#include "scripts/script_directory.hpp"

#include <optional>
#include <string>
#include <vector>

/// Are the applied migrations those in the folder? What the journal kept when they ran, beside the files now.
namespace headstart::migrate {

/// An applied revision whose `up` section is no longer what was run.
struct Edited {
    const revision::Revision* revision; ///< owned by the folder's graph
    scripts::Section section;           ///< as the file has it now
    std::string checksum;               ///< of that
    database::Recorded recorded;        ///< what was run, or accepted since
};

struct AppliedFiles {
    std::vector<const revision::Revision*> applied; ///< from base up
    std::vector<Edited> edited;
    /// Stamped, or applied by Alembic: the journal holds no checksum, or one that only a newer headstart can
    /// make, so nothing can be said of them.
    std::vector<const revision::Revision*> unrecorded;
    /// No section to compare: find_section_problems() says why.
    std::vector<const revision::Revision*> unreadable;
};

/// Nothing where the file holds none that can be read.
std::optional<scripts::Section> up_section(const scripts::ScriptDirectory& scripts,
                                           const revision::Revision& revision);

/// Applied is what the rows are and what is below them. What is below a row that the folder does not have is
/// unknown and left out.
AppliedFiles compare_files(const scripts::ScriptDirectory& scripts, const std::vector<std::string>& rows,
                           const std::vector<database::Recorded>& recorded);

/// The same, reading the journal.
AppliedFiles compare_files(const scripts::ScriptDirectory& scripts, const std::vector<std::string>& rows,
                           database::Session& session);

/// "applied 2026-11-21 10:00:00+00 by app from web-1, headstart 0.1.0"
std::string describe(const database::Recorded& recorded);

/// The finding (HS0602), at the section's marker.
diag::Diagnostic describe(const Edited& edited);

/// A warning that names what was edited, if anything was.
void warn_of_edited(const AppliedFiles& files, diag::Reporter& reporter);

} // namespace headstart::migrate
