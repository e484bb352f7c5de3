#include "commands/dump.hpp"

#include "base/file.hpp"
#include "commands/comparison.hpp"
#include "commands/plan_text.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <optional>
#include <system_error>

namespace headstart::commands {

namespace {

[[noreturn]] void fail_outdated(const std::string& file) {
    diag::Diagnostic finding;
    finding.code = diag::code::schema_differs;
    finding.message = fmt::format("{} is not what the dump would be now", file);
    finding.hint = fmt::format("write it anew: `headstart dump > {}`", file);
    throw diag::Error(diag::ExitCode::findings, std::move(finding));
}

std::string read_dump(const Context& context, const std::filesystem::path& file) {
    base::FileRules rules;
    rules.most_bytes = context.settings.max_migration_size->bytes;
    return base::read_file(file, rules, {base::Deadline::never(), context.stop()});
}

/// Nothing if there is none, or none that can be read.
std::optional<std::string> content_of(const Context& context, const std::filesystem::path& file) {
    try {
        return read_dump(context, file);
    } catch (const std::system_error&) {
        return std::nullopt;
    }
}

std::string committed_dump(const Context& context, const std::string& file) {
    try {
        return read_dump(context, file);
    } catch (const std::system_error& error) {
        throw diag::refusal(
            diag::code::bad_schema, fmt::format("cannot read {}: {}", file, error.code().message()),
            fmt::format("`headstart dump > {}` writes it; commit it with the migrations", file));
    }
}

} // namespace

void write_dump(Context& context) {
    const auto& file = *context.settings.dump_after_upgrade;
    if (std::error_code ignored; std::filesystem::equivalent(file, *context.settings.schema, ignored)) {
        diag::log_warning(
            fmt::format("{} is the declared schema, and is not written over with a dump", file.string()),
            {{"event", "not_dumped"}, {"file", file.string()}});
        return;
    }
    try {
        const auto text = dump_text(context, read_schema_source(context, "database"));
        if (content_of(context, file) != text) {
            base::replace_file(file, text);
            diag::log_info(fmt::format("the schema is written to {}", file.string()),
                           {{"event", "dumped"}, {"file", file.string()}});
        }
        return;
    } catch (const diag::Error& error) {
        diag::log_warning(fmt::format("the schema is not written to {}: {}", file.string(), error.what()),
                          {{"event", "not_dumped"}, {"file", file.string()}});
    } catch (const std::system_error& error) {
        diag::log_warning(
            fmt::format("the schema is not written to {}: {}", file.string(), error.code().message()),
            {{"event", "not_dumped"}, {"file", file.string()}});
    }
}

void keep_dump(Context& context, const Arguments& arguments, bool has_changed) {
    const auto& file = *context.settings.dump_after_upgrade;
    std::error_code ignored;
    if (!file.empty() && !arguments.flag("--no-dump") &&
        (has_changed || !std::filesystem::exists(file, ignored))) {
        write_dump(context);
    }
}

namespace {

int dump(Context& context, const Arguments& arguments) {
    const auto source = arguments.value("--from").value_or("database");
    const auto text = dump_text(context, read_schema_source(context, source));
    const auto file = arguments.value("--verify");
    if (!file) {
        print_as_is(text);
        return 0;
    }
    if (committed_dump(context, *file) != text) {
        fail_outdated(*file);
    }
    return 0;
}

constexpr std::array k_dump_options{
    OptionSpec{"--from", "SCHEMA", "what is written down: as for diff; default: the database"},
    OptionSpec{"--verify", "FILE", "fail (exit code 5) if FILE says something else, and print nothing"},
};

} // namespace

const Command k_dump_command{
    .name = "dump",
    .summary = "print the schema of a database as SQL",
    .examples = "headstart dump > schema.sql",
    .options = k_dump_options,
    .run = dump,
};

} // namespace headstart::commands
