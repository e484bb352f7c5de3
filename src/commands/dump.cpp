#include "base/file.hpp"
#include "commands/comparison.hpp"
#include "commands/plan_text.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"

#include <fmt/format.h>

namespace headstart::commands {

namespace {

[[noreturn]] void fail_outdated(const std::string& file) {
    diag::Diagnostic finding;
    finding.code = diag::code::schema_differs;
    finding.message = fmt::format("{} is not what the dump would be now", file);
    finding.hint = fmt::format("write it anew: `headstart dump > {}`", file);
    throw diag::Error(diag::ExitCode::findings, std::move(finding));
}

} // namespace

int dump(Context& context, const Arguments& arguments) {
    const auto source = arguments.value("--from").value_or("database");
    const auto text = dump_text(context, read_schema_source(context, source));
    const auto file = arguments.value("--verify");
    if (!file) {
        print_as_is(text);
        return 0;
    }
    base::FileRules rules;
    rules.most_bytes = context.settings.max_migration_size->bytes;
    if (base::read_file(*file, rules) != text) {
        fail_outdated(*file);
    }
    return 0;
}

} // namespace headstart::commands
