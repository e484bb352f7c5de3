#include "base/text.hpp"
#include "commands/context.hpp"
#include "commands/import_alembic.hpp"
#include "commands/import_django.hpp"
#include "commands/imported.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "imports/format.hpp"

#include <fmt/format.h>

#include <utility>

namespace headstart::commands {

namespace {

/// FORMAT and FOLDER, each of which may be left out: a word that is a format's name is one.
struct Source {
    const imports::Format* format = nullptr;
    std::optional<std::filesystem::path> folder;
};

/// A slip of the finger in a format's name would be taken for a folder.
void check_format(const std::string& word) {
    std::error_code ignored;
    if (std::filesystem::exists(word, ignored)) {
        return;
    }
    std::vector<std::string> names{"alembic", "django"};
    for (const auto& format : imports::all_formats()) {
        names.emplace_back(format.name);
    }
    const auto nearest = base::nearest(word, names);
    throw usage_error(fmt::format("{} is neither a format nor a folder", shown(word)),
                      nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                              : "`headstart import --help` lists the formats");
}

Source read_source(const std::vector<std::string>& words) {
    Source source;
    auto rest = words.begin();
    if (rest != words.end()) {
        source.format = imports::format_called(*rest);
        if (source.format != nullptr) {
            ++rest;
        } else {
            check_format(*rest);
        }
    }
    if (rest != words.end()) {
        source.folder = *rest++;
    }
    if (rest != words.end()) {
        throw usage_error(
            fmt::format("{} is one word too many for import", shown(*rest)),
            "write: headstart import FORMAT FOLDER; `headstart import --help` lists the formats");
    }
    return source;
}

imports::ReadOptions read_options(const Arguments& arguments) {
    imports::ReadOptions options;
    for (const auto& given : arguments.values("--placeholder")) {
        const auto equals = given.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw usage_error(fmt::format("--placeholder {} names no value", shown(given)),
                              "write: --placeholder NAME=VALUE");
        }
        options.placeholders[given.substr(0, equals)] = given.substr(equals + 1);
    }
    return options;
}

} // namespace

int import_history(Context& context, const Arguments& arguments) {
    if (is_of_alembic(arguments.positionals())) {
        return import_alembic(context, arguments);
    }
    if (!arguments.positionals().empty() && arguments.positionals().front() == "django") {
        return import_django(context, arguments);
    }
    const auto source = read_source(arguments.positionals());
    const auto options = read_options(arguments);
    const auto found = imports::find_history(source.format, source.folder);
    const auto [name, title] = std::pair(found.format->name, found.format->title);
    Imported imported{imports::read_history(found, options),
                      name,
                      title,
                      found.folder.lexically_normal(),
                      {"headstart upgrade head                      # an empty database",
                       fmt::format("headstart stamp --from {:<20} # one that {} has migrated", name, title)}};
    return write_imported(context, arguments, std::move(imported));
}

} // namespace headstart::commands
