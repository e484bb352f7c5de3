#include "base/text.hpp"
#include "commands/context.hpp"
#include "commands/import_alembic.hpp"
#include "commands/import_django.hpp"
#include "commands/imported.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "imports/format.hpp"

#include <fmt/format.h>

#include <array>
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

constexpr std::array k_import_options{
    OptionSpec{"--into", "DIR", "the folder for the new files; default: what --dir says"},
    OptionSpec{"--placeholder", "NAME=VALUE", "what ${NAME} stands for in the files, of Flyway for one",
               true},
    OptionSpec{"--dry-run", "", "say what would be written, and write nothing"},
    OptionSpec{"--strict", "", "fail (exit code 5) if something is left out or to be reviewed"},
    OptionSpec{"--python", "PROGRAM",
               "Alembic, Django: the Python that runs the project's migrations; default: the virtual "
               "environment's, or python3"},
    OptionSpec{"--alembic-config", "FILE", "Alembic: its alembic.ini or pyproject.toml, if it is not here"},
    OptionSpec{"--alembic-section", "NAME", "Alembic: the section of alembic.ini, as `alembic -n`"},
    OptionSpec{"-x", "NAME=VALUE", "Alembic: what env.py is given, as `alembic -x`", true},
    OptionSpec{"--settings", "MODULE", "Django: its settings; default: those that manage.py names"},
    OptionSpec{"--before", "FILE",
               "Alembic: SQL that makes what a database has before the first revision, if that is not empty"},
    OptionSpec{"--verify", "WHEN",
               "Alembic: compare with it at the `end`, or after `each` revision, which takes a "
               "second or two for each"},
    OptionSpec{"--no-proof", "", "Alembic, Django: do not run the new files against the old ones"},
};

} // namespace

const Command k_import_command{
    .name = "import",
    .summary = "turn another tool's history of migrations into files of headstart's",
    .examples = "headstart import                     # finds out what is there\n"
                "headstart import alembic --python .venv/bin/python\n"
                "headstart import golang-migrate db/migrations --into migrations\n"
                "headstart import flyway --placeholder schema=app --dry-run",
    .options = k_import_options,
    .positional =
        {"source", "FORMAT and FOLDER, one of them, or nothing: it is told by the files",
         PositionalSpec::Count::any,
         "alembic,atlas,dbmate,diesel,django,flyway,golang-migrate,goose,graphile-migrate,liquibase,node-"
         "pg-migrate,prisma,rails,refinery,sqitch,sql-migrate,sqlx,tern"},
    .run = import_history,
};

} // namespace headstart::commands
