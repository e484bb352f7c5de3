#include "commands/project.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/whole_path.hpp"
#include "commands/new_file.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "settings/config_file.hpp"
#include "settings/table.hpp"

#include <fmt/format.h>

#include <system_error>
#include <type_traits>

namespace headstart::commands {

namespace fs = std::filesystem;

namespace {

std::string toml_string(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        result += c == '"' || c == '\\' ? "\\" : "";
        result += c;
    }
    return result + '"';
}

std::string toml_list(const std::vector<fs::path>& paths) {
    std::vector<std::string> texts;
    for (const auto& path : paths) {
        texts.push_back(toml_string(path.string()));
    }
    return fmt::format("[{}]", base::join(texts, ", "));
}

/// A row's default as headstart.toml writes it.
std::string default_value(const settings::Row& row) {
    return std::visit(
        [&]<typename T>(settings::Setting<T> settings::Settings::* /*member*/) -> std::string {
            if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, int>) {
                return std::string(row.default_text);
            } else if constexpr (std::is_same_v<T, std::vector<fs::path>>) {
                return "[]";
            } else {
                return toml_string(row.default_text);
            }
        },
        row.member);
}

/// Every setting with its default, as a comment; those that a new project wants are set.
std::string config_text(const fs::path& folder, const ProjectSettings& project) {
    std::string text = "# Settings of headstart; a flag or a variable beats what stands here.\n"
                       "# The database's URL belongs in DATABASE_URL, not in a file that is committed.\n\n";
    for (const auto& row : settings::rows()) {
        if (!row.in_toml || row.name == "url" || row.flags.empty() != (row.name == "heads_file")) {
            continue;
        }
        text += fmt::format("# {}\n", row.help);
        if (row.name == "dir") {
            text += fmt::format("dir = {}\n\n", toml_string(folder.string()));
        } else if (row.name == "heads_file") {
            text += "heads_file = true\n\n";
        } else if (const auto said = project.find(row.name); said != project.end()) {
            text += fmt::format("{} = {}\n\n", row.name, said->second);
        } else {
            text += fmt::format("# {} = {}\n\n", row.name, default_value(row));
        }
    }
    return text + "# A command that runs on every new file:\n"
                  "# [[post_write_hooks]]\n"
                  "# name = \"format\"\n"
                  "# executable = \"pg_format\"\n"
                  "# options = \"--inplace REVISION_SCRIPT_FILENAME\"\n";
}

/// The configuration is there already, and is the user's: what it says of the folder, and what it would have
/// to say for this one.
void explain_config(const settings::Settings& settings, const fs::path& folder) {
    const auto& config = *settings.config;
    const auto shown = base::whole_path(config);
    const auto values = settings::read_config_file(config, false).value_or(settings::ConfigValues{});
    const auto said = values.find("dir");
    const auto wanted =
        fs::absolute(folder).lexically_relative(fs::absolute(config).lexically_normal().parent_path());
    const auto line = fmt::format("dir = {}", toml_string(wanted.lexically_normal().string()));
    if (said == values.end()) {
        print_line(
            wanted == "migrations"
                ? fmt::format("File {} already exists, skipping", shown)
                : fmt::format("File {} already exists, skipping: it names no dir, so \"migrations\" is "
                              "meant; add the line: {}",
                              shown, line));
        return;
    }
    const auto& span = said->second.span;
    const auto& source = *span.source;
    const auto position = diag::position_of(source.text, span.begin);
    const auto meant = base::whole_path(settings.dir.origin.kind == settings::Origin::Kind::config_file
                                            ? *settings.dir
                                            : config.parent_path() / said->second.text);
    print_line(meant == base::whole_path(folder)
                   ? fmt::format("File {} already exists, skipping", shown)
                   : fmt::format("File {} already exists, skipping: its line {} says {}; for the new folder "
                                 "make that: {}",
                                 shown, position.line, base::trim(diag::line_around(source.text, span.begin)),
                                 line));
}

/// What the file that is there would have to say beside its folder.
void explain_project(const fs::path& config, const ProjectSettings& project) {
    for (const auto& [name, value] : project) {
        print_line(fmt::format("File {} should say as well: {} = {}", base::whole_path(config), name, value));
    }
}

} // namespace

void make_told(std::string_view what, const fs::path& path, const std::function<void()>& work) {
    const auto shown = base::whole_path(path);
    try {
        work();
    } catch (const std::system_error& error) {
        throw diag::refusal(diag::code::cannot_write,
                            fmt::format("cannot write {}: {}", shown, error.code().message()),
                            "check the owner and mode of the folder above it");
    }
    print_line(fmt::format("{} {} ...  done", what, shown));
}

void configure_project(Context& context, const fs::path& folder, ProjectSettings project,
                       const std::vector<fs::path>& locations) {
    auto& settings = context.settings;
    if (!locations.empty()) {
        project["version_locations"] = toml_list(locations);
    }
    const fs::path config = settings.config->empty() ? "headstart.toml" : *settings.config;
    std::error_code ignored;
    if (fs::exists(config, ignored)) {
        explain_config(settings, folder);
        explain_project(config, project);
    } else {
        make_told("Generating", config, [&] { base::write_new_file(config, config_text(folder, project)); });
        settings.heads_file.value = true; // as the file says from now on
    }
    settings.dir.value = folder;
    settings.version_locations.value = locations;
    update_heads_file(context);
}

} // namespace headstart::commands
