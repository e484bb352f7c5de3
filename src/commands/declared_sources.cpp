#include "commands/declared_sources.hpp"

#include "base/file.hpp"
#include "base/shell_words.hpp"
#include "base/utf8.hpp"
#include "base/whole_path.hpp"
#include "commands/application_python.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "process/child.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace headstart::commands {

namespace fs = std::filesystem;
using Source = std::shared_ptr<const diag::SourceText>;
using Sources = std::vector<Source>;

namespace {

Source source_of(const Context& context, const fs::path& path) {
    try {
        return read_source(context, path);
    } catch (const std::system_error& error) {
        throw diag::refusal(diag::code::bad_schema,
                            fmt::format("cannot read {}: {}", path.string(), error.code().message()),
                            diag::hint_about_file(error.code(), "check its name, owner and mode"));
    }
}

/// In the order of their names, folder by folder, as a person sees them.
Sources read_folder(const Context& context, const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const bool is_hidden = entry.path().filename().string().starts_with('.');
        if (entry.path().extension() == ".sql" && !is_hidden && !entry.is_directory()) {
            paths.push_back(entry.path());
        }
    }
    if (paths.empty()) {
        throw diag::refusal(diag::code::bad_schema,
                            fmt::format("{} holds no .sql file", base::whole_path(folder)),
                            "put the schema's files there, or name another folder");
    }
    std::sort(paths.begin(), paths.end());
    Sources sources;
    for (const auto& path : paths) {
        sources.push_back(source_of(context, path));
    }
    return sources;
}

/// A project's own command runs in the project's folder, wherever headstart is run below it.
fs::path folder_of_command(const settings::Settings& settings) {
    const auto& command = settings.schema_command;
    return command.origin.kind == settings::Origin::Kind::config_file && !settings.config.is_set()
               ? settings.config->parent_path()
               : fs::path();
}

Sources read_command(const Context& context, const std::string& command) {
    auto words = base::split_shell_words(command);
    if (!words || words->empty()) {
        throw diag::refusal(diag::code::bad_setting,
                            fmt::format("a quote in schema_command does not end: {}", command), "close it");
    }
    if (words->front() == "headstart") { // this one, wherever it is
        std::error_code ignored;
        const auto own = fs::read_symlink("/proc/self/exe", ignored);
        words->front() = own.empty() ? words->front() : own.string();
    }
    auto output = process::capture_child(*words, folder_of_command(context.settings),
                                         environment_for_application_code(context), context.stop());
    if (output.outcome.start_error != 0) {
        throw diag::refusal(diag::code::schema_command_failed,
                            fmt::format("cannot start {}: {}", words->front(),
                                        std::generic_category().message(output.outcome.start_error)),
                            "check schema_command, and whether the program is installed here");
    }
    if (output.outcome.status != 0 || !output.is_whole) {
        throw diag::refusal(diag::code::schema_command_failed,
                            output.is_whole
                                ? fmt::format("schema_command ended with status {}", output.outcome.status)
                                : "schema_command printed more than 64 MB",
                            "run it by hand: it must print SQL, and end with 0");
    }
    return {std::make_shared<diag::SourceText>(
        diag::SourceText{fmt::format("output of {}", words->front()), std::move(output.text)})};
}

} // namespace

Source read_source(const Context& context, const fs::path& path) {
    base::FileRules rules;
    rules.most_bytes = context.settings.max_migration_size->bytes;
    rules.may_be_pipe = true;
    rules.may_be_null = true;
    return std::make_shared<diag::SourceText>(diag::SourceText{
        path.string(), base::read_file(path, rules, {base::Deadline::never(), context.stop()})});
}

Sources read_declared(const Context& context, const SchemaSource& source) {
    if (source.kind == SchemaSource::Kind::command) {
        return read_command(context, source.text);
    }
    std::error_code ignored;
    return fs::is_directory(source.text, ignored) ? read_folder(context, source.text)
                                                  : Sources{source_of(context, source.text)};
}

} // namespace headstart::commands
