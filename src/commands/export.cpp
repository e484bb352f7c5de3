#include "base/text.hpp"
#include "commands/context.hpp"
#include "commands/python_scripts.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/write.hpp"
#include "scripts/section.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace headstart::commands {

namespace fs = std::filesystem;

namespace {

/// As Python writes it: JSON's texts and lists are Python's, too.
std::string literal(const std::string& text) {
    return nlohmann::json(text).dump();
}

std::string tuple_or_none(const std::vector<std::string>& values) {
    if (values.empty()) {
        return "None";
    }
    if (values.size() == 1) {
        return literal(values.front());
    }
    std::vector<std::string> literals;
    std::transform(values.begin(), values.end(), std::back_inserter(literals), literal);
    return fmt::format("({})", base::join(literals, ", "));
}

/// Of a docstring: what would end it or begin an escape.
std::string in_docstring(std::string text) {
    for (std::size_t at = text.find_first_of("\\\""); at != std::string::npos;
         at = text.find_first_of("\\\"", at + 2)) {
        text.insert(at, "\\");
    }
    return text;
}

std::string docstring_of(const revision::Revision& one) {
    std::string text = fmt::format("\"\"\"{}\n\n", in_docstring(one.message));
    text += fmt::format("Revision ID: {}\n", one.id);
    text += fmt::format("Revises: {}\n", base::join(one.down_revisions, ", "));
    if (!one.create_date.empty()) {
        text += fmt::format("Create Date: {}\n", in_docstring(one.create_date));
    }
    return text + "\n\"\"\"\n";
}

std::string call_of(const std::optional<scripts::Section>& section, const std::string& file) {
    if (!section) {
        return "    raise NotImplementedError(\"there is no way back\")\n";
    }
    return fmt::format("    from run_sql import run\n\n    run({}{})\n", literal(file),
                       section->transactional ? "" : ", transaction=False");
}

/// A revision of Alembic's that does nothing but run the files beside it.
std::string revision_text(const revision::Revision& one, const scripts::Sections& sections,
                          const std::string& stem) {
    return docstring_of(one) +
           fmt::format("revision = {}\ndown_revision = {}\nbranch_labels = {}\ndepends_on = {}\n\n\n",
                       literal(one.id), tuple_or_none(one.down_revisions), tuple_or_none(one.branch_labels),
                       tuple_or_none(one.depends_on)) +
           "def upgrade():\n" + call_of(sections.up, stem + ".up.sql") + "\n\ndef downgrade():\n" +
           call_of(sections.down, stem + ".down.sql");
}

std::string sql_text(const scripts::Section& section) {
    const auto text = base::trim(section.text());
    return text.empty() ? "" : fmt::format("{}\n", text);
}

constexpr std::string_view k_env = R"(import os
import sys

from alembic import context
from sqlalchemy import create_engine, pool

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
options = {{"target_metadata": None, "transaction_per_migration": True, "version_table": {table},
           "version_table_schema": {schema}}}


def database_url():
    url = os.environ["DATABASE_URL"]
    return "postgresql" + url[len("postgres"):] if url.startswith("postgres://") else url


if context.is_offline_mode():
    context.configure(url=database_url(), literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(database_url(), poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
)";

std::string env_text(const settings::Settings& settings) {
    const auto& schema = *settings.version_table_schema;
    return fmt::format(fmt::runtime(k_env), fmt::arg("table", literal(*settings.version_table)),
                       fmt::arg("schema", schema.empty() ? "None" : literal(schema)));
}

std::string ini_text(const settings::Settings& settings, const fs::path& folder) {
    auto text = fmt::format("[alembic]\nscript_location = {}\n", folder.string());
    auto name = *settings.file_template;
    for (std::size_t at = name.find('%'); at != std::string::npos; at = name.find('%', at + 2)) {
        name.insert(at, "%");
    }
    text += fmt::format("file_template = {}\n", name);
    if (!settings.timezone->empty()) {
        text += fmt::format("timezone = {}\n", *settings.timezone);
    }
    return text + fmt::format("truncate_slug_length = {}\n", *settings.truncate_slug_length);
}

constexpr std::string_view k_template = R"("""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
)";

std::vector<diag::SourceText> project_files(const settings::Settings& settings,
                                            const scripts::ScriptDirectory& scripts, const fs::path& folder) {
    std::vector<diag::SourceText> files{
        {"alembic.ini", ini_text(settings, folder)},
        {(folder / "env.py").string(), env_text(settings)},
        {(folder / "script.py.mako").string(), std::string(k_template)},
        {(folder / "run_sql.py").string(), std::string(python::run_sql)},
    };
    for (const auto& one : scripts.graph().revisions()) {
        const auto sections = scripts::find_sections(scripts.file_of(one));
        const auto stem = fs::path(one.path).stem().string();
        files.push_back(
            {(folder / "versions" / (stem + ".py")).string(), revision_text(one, sections, stem)});
        files.push_back({(folder / "sql" / (stem + ".up.sql")).string(), sql_text(*sections.up)});
        if (sections.down) {
            files.push_back({(folder / "sql" / (stem + ".down.sql")).string(), sql_text(*sections.down)});
        }
    }
    return files;
}

void require_free(const std::vector<diag::SourceText>& files) {
    std::error_code ignored;
    for (const auto& file : files) {
        if (fs::exists(file.path, ignored)) {
            throw diag::refusal(diag::code::cannot_write, fmt::format("{} is there already", file.path),
                                "nothing was written; name another folder with --into, or call it in one "
                                "that has no alembic.ini");
        }
    }
}

int export_history(Context& context, const Arguments& arguments) {
    const auto tool = arguments.positional().value_or("");
    if (tool != "alembic") {
        throw usage_error(fmt::format("headstart export does not know {}", shown(tool)),
                          "write: headstart export alembic");
    }
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    const fs::path folder = arguments.value("--into").value_or("alembic");
    const auto files = project_files(context.settings, scripts, folder);
    require_free(files);
    imports::write_files(files);
    for (const auto& file : files) {
        print_line(fmt::format("Generating {} ...  done", file.path));
    }
    print_line("");
    print_line(
        fmt::format("{} for Alembic: `alembic upgrade heads` with DATABASE_URL set, on a database that "
                    "headstart has migrated as well: the version table is the same",
                    base::counted(scripts.graph().revisions().size(), "revision")));
    return 0;
}

constexpr std::array k_export_options{
    OptionSpec{"--into", "DIR", "the folder for env.py and the revisions; default: alembic"},
};

} // namespace

const Command k_export_command{
    .name = "export",
    .summary = "turn the folder into a project of Alembic's, to leave again",
    .examples = "headstart export alembic\n"
                "headstart export alembic --into alembic_again",
    .options = k_export_options,
    .positional = {"tool", "alembic", PositionalSpec::Count::one, "alembic"},
    .run = export_history,
};

} // namespace headstart::commands
