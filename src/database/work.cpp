#include "database/work.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace headstart::database {

namespace {

std::string describe_applying(const Work& work) {
    const auto migration =
        fmt::format("applying revision {} ({})", work.revision, work.is_up ? "up" : "down");
    return work.statement == 0 ? migration
                               : fmt::format("{}, at statement {} of {}", migration,
                                             base::grouped(work.statement), base::grouped(work.statements));
}

} // namespace

std::string describe(const Work& work) {
    switch (work.kind) {
    case Work::Kind::reading_version_table:
        return "reading the version table and the journal";
    case Work::Kind::reading_journal:
        return "reading the journal";
    case Work::Kind::looking_for_tables:
        return "looking for tables";
    case Work::Kind::reading_other_history:
        return "reading the other tool's table";
    case Work::Kind::taking_lock:
        return "taking the lock";
    case Work::Kind::looking_for_lock_holder:
        return "looking for the holder of the lock";
    case Work::Kind::looking_at_schema:
        return "looking at the rights on the version table's schema";
    case Work::Kind::creating_tables:
        return "creating the version table and the journal";
    case Work::Kind::stamping:
        return "stamping";
    case Work::Kind::checking_syntax:
        return "checking the SQL";
    case Work::Kind::accepting:
        return "accepting edited migrations";
    case Work::Kind::looking_for_crash:
        return "looking whether the server has crashed";
    case Work::Kind::noting_crash:
        return "noting in the journal that the server went down";
    case Work::Kind::applying:
        break;
    }
    return describe_applying(work);
}

diag::Subject subject_of(const Work& work) {
    if (work.kind != Work::Kind::applying) {
        return {};
    }
    return {.revision = work.revision,
            .direction = work.is_up ? "up" : "down",
            .statement = work.statement,
            .statements = work.statements};
}

bool only_looks(const Work& work) {
    return work.kind < Work::Kind::creating_tables;
}

} // namespace headstart::database
