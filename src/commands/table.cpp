#include "commands/table.hpp"

#include "commands/verbs.hpp"

#include <array>

namespace headstart::commands {

namespace {

using Count = PositionalSpec::Count;

constexpr OptionSpec k_format{"--format", "FORMAT", "text (default) or json", false, "text,json"};
constexpr OptionSpec k_verbose{"-v,--verbose", "", "show more of each revision"};

constexpr OptionSpec k_create_database{
    "--create-database", "", "for development: create the database if the server has none of its name"};

constexpr std::array k_run_options{
    OptionSpec{"--target", "REVISION", "upgrade to this revision instead of head"},
    k_create_database,
};
constexpr std::array k_wait_options{
    OptionSpec{"--for", "REVISION", "wait until another one has brought the schema to this revision"},
};
constexpr std::array k_alive_options{
    OptionSpec{"--within", "DURATION", "how old the last sign of life may be; default 30s"},
};
constexpr OptionSpec k_sql{"--sql", "", "write a script for psql to standard output; no connection is made"};
constexpr OptionSpec k_tag{"--tag", "TEXT", "a word for the top of the script that --sql writes"};
constexpr OptionSpec k_dry_run{"--dry-run", "", "connect and show the steps with their SQL; nothing runs"};
constexpr OptionSpec k_plan_format{"--format", "FORMAT", "of --dry-run: text (default) or json", false,
                                   "text,json"};
constexpr OptionSpec k_no_dump{"--no-dump", "", "leave the file of dump_after_upgrade as it is"};
constexpr std::array k_upgrade_options{
    k_sql, k_tag, k_dry_run, k_plan_format, k_no_dump, k_create_database,
};
constexpr std::array k_downgrade_options{k_sql, k_tag, k_dry_run, k_plan_format, k_no_dump};
constexpr std::array k_redo_options{k_no_dump};
constexpr std::array k_database_options{
    OptionSpec{"--yes", "", "drop it without asking"},
    OptionSpec{"--i-mean", "DATABASE", "its name, where it is not on this machine"},
    OptionSpec{"--force", "", "end the sessions of others that are connected to it"},
};
constexpr std::array k_stamp_options{
    k_sql,
    k_tag,
    OptionSpec{"--purge", "", "delete all rows of the version table first, whatever they are"},
    OptionSpec{"--from", "TOOL", "what another tool's own table says is applied: flyway, goose, …, auto"},
    OptionSpec{"--table", "TABLE",
               "with --from: that table, where the tool was told to use another than its own"},
};
constexpr std::array k_ensure_version_options{k_sql};
constexpr std::array k_current_options{
    k_verbose,
    OptionSpec{"--check-heads", "", "fail (exit code 5) unless the database is at all heads"},
    k_format,
};
constexpr std::array k_history_options{
    OptionSpec{"-r,--rev-range", "RANGE", "only FROM:TO, FROM: or :TO"},
    k_verbose,
    OptionSpec{"-i,--indicate-current", "",
               "beside the database: what is applied, when and by whom (connects)"},
    OptionSpec{"--graph", "", "draw branches and merges as git log --graph does"},
    OptionSpec{"--format", "FORMAT", "text (default), json, mermaid or dot", false, "text,json,mermaid,dot"},
};
constexpr std::array k_log_options{
    OptionSpec{"-n,--max-count", "N", "so many rows at most; default: 100"},
    k_format,
};
constexpr std::array k_heads_options{
    k_verbose,
    OptionSpec{"--resolve-dependencies", "", "leave out heads that another revision depends on"},
    OptionSpec{"--write-file", "", "write heads.txt anew (see the setting heads_file)"},
    k_format,
};
constexpr std::array k_branches_options{k_verbose, k_format};
constexpr std::array k_reading_options{k_format};
constexpr OptionSpec k_owners{"--owners", "", "compare owners, too"};
constexpr OptionSpec k_online{"--online", "",
                              "only statements that keep nobody waiting, where there are such"};
constexpr OptionSpec k_strict{"--strict", "", "fail (exit code 5) on a statement with a hazard"};
constexpr OptionSpec k_allow{"--allow", "HAZARD", "but for this one: deletes-data, rewrites-table, …", true};
constexpr std::array k_diff_options{
    OptionSpec{"--from", "SCHEMA",
               "what is there: file, folder, URL, migrations[@REV], database; default: migrations"},
    OptionSpec{"--to", "SCHEMA", "what is wanted, in the same forms; default: the declared schema"},
    k_owners,
    k_online,
    k_strict,
    k_allow,
    k_format,
};
constexpr std::array k_dump_options{
    OptionSpec{"--from", "SCHEMA", "what is written down: as for diff; default: the database"},
    OptionSpec{"--verify", "FILE", "fail (exit code 5) if FILE says something else, and print nothing"},
};
constexpr std::array k_check_options{
    OptionSpec{"--heads-file", "", "only compare heads.txt with the folder; no connection is made"},
    OptionSpec{"--drift", "",
               "compare the database with what its revisions make, also where no schema is declared"},
    k_format,
};
constexpr std::array k_schema_options{
    OptionSpec{"--python", "PROGRAM",
               "the application's own Python; default: that of the virtual environment, or python3"},
    OptionSpec{"--settings", "MODULE", "Django's settings; default: those that manage.py names"},
};
constexpr std::array k_test_options{
    OptionSpec{"--jobs", "N",
               "how many revisions are tested at the same time; default: the processors, 4 at most"},
    OptionSpec{"--require-down", "", "a revision without a down section fails, too"},
    OptionSpec{"--strict", "", "what is warned of fails, too: rows that are lost, or in the way"},
    OptionSpec{"--junit", "FILE", "write the results to FILE as well, as JUnit does"},
    k_format,
};
constexpr std::array k_validate_options{
    OptionSpec{"--accept", "REVISION", "journal that an applied migration is meant as its file has it now",
               true},
    k_format,
};
constexpr OptionSpec k_message{"-m,--message", "TEXT", "what it does; the file's name and first line"};
constexpr OptionSpec k_rev_id{"--rev-id", "ID", "instead of twelve random hex digits"};
constexpr OptionSpec k_branch_label{"--branch-label", "LABEL", "a label for the branch that begins with it",
                                    true};
constexpr std::array k_revision_options{
    k_message,
    k_rev_id,
    OptionSpec{"--autogenerate", "", "fill it with what leads from the migrations to the declared schema"},
    k_owners,
    k_online,
    k_strict,
    k_allow,
    OptionSpec{"--head", "REVISION", "the revision it follows; default: head"},
    OptionSpec{"--splice", "", "allow a --head that is none: a new branch begins there"},
    k_branch_label,
    OptionSpec{"--depends-on", "REVISION", "a revision of another branch that must be applied before", true},
    OptionSpec{"--version-path", "DIR", "which of several folders the file goes to"},
    OptionSpec{"--sql", "", "print the file to standard output and write nothing"},
};
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
constexpr std::array k_export_options{
    OptionSpec{"--into", "DIR", "the folder for env.py and the revisions; default: alembic"},
};
constexpr std::array k_merge_options{
    k_message,
    k_rev_id,
    k_branch_label,
    OptionSpec{"--splice", "", "allow a revision that is no head"},
};

constexpr std::array k_commands{
    Command{"run",
            "wait, lock, upgrade, then become the application",
            "headstart run -- uvicorn app:main\n"
            "headstart run                       # an init container: no command, exit 0 at head\n"
            "headstart run --target 3f2a1c -- ./server\n"
            "headstart run --mode wait -- ./server    # or HEADSTART_MODE: wait for who migrates",
            k_run_options,
            {},
            true,
            run},
    Command{"wait",
            "wait until the database is ready",
            "headstart wait --wait-timeout 2m\n"
            "headstart wait --for head           # until another container has migrated\n"
            "headstart wait --for head -- ./server    # and then become the application",
            k_wait_options,
            {},
            true,
            wait},
    Command{"alive",
            "for a liveness probe: does the heartbeat file say that headstart is at work?",
            "headstart alive --heartbeat-file /tmp/headstart --within 30s\n"
            "headstart alive -- /server --ping    # once headstart has ended, ask the application",
            k_alive_options,
            {},
            true,
            alive},
    Command{"upgrade",
            "run migrations upwards, to head if not told otherwise",
            "headstart upgrade head\n"
            "headstart upgrade +1\n"
            "headstart upgrade head --dry-run     # the plan and its SQL; nothing runs\n"
            "headstart upgrade 3f2a1c:head --sql  # a script for psql; no connection is made",
            k_upgrade_options,
            {"revision", "where to: head, +N, an id or its beginning", Count::any, "head,heads,+1"},
            false,
            upgrade},
    Command{"downgrade",
            "run migrations downwards",
            "headstart downgrade -1\n"
            "headstart downgrade base\n"
            "headstart downgrade head:-1 --sql    # --sql needs both ends",
            k_downgrade_options,
            {"revision", "where to: -N, base, an id or its beginning", Count::one, "-1,base"},
            false,
            downgrade},
    Command{"redo",
            "undo the last revision and apply it again, while it is being written",
            "headstart redo\n"
            "headstart redo -2                    # the last two\n"
            "headstart redo 3f2a1c                # this one, and all behind it",
            k_redo_options,
            {"revision", "the first that is done again, -N or base; default: -1", Count::optional, "-1,base"},
            false,
            redo},
    Command{"stamp",
            "change the version table and run nothing",
            "headstart stamp head                # adopt a database that is there already\n"
            "headstart stamp --purge 3f2a1c\n"
            "headstart stamp --from flyway        # what Flyway has applied",
            k_stamp_options,
            {"revision", "what the database shall be said to be at", Count::any, "head,heads,base"},
            false,
            stamp},
    Command{"database",
            "create the database, drop it, or make it anew at head, for development",
            "headstart database create\n"
            "headstart database reset             # drop, create, upgrade head\n"
            "headstart database drop --yes",
            k_database_options,
            {"action", "create, drop or reset", Count::one, "create,drop,reset"},
            false,
            change_database},
    Command{"current",
            "show what the database is at",
            "headstart current\n"
            "headstart current --format json",
            k_current_options,
            {},
            false,
            current},
    Command{"history",
            "list the revisions, newest first",
            "headstart history\n"
            "headstart history -r base:3f2a1c --verbose\n"
            "headstart history --graph\n"
            "headstart history --format mermaid",
            k_history_options,
            {},
            false,
            history},
    Command{"log",
            "show the journal: what changed the database, when, by whom",
            "headstart log\n"
            "headstart log -n 5\n"
            "headstart log --format json",
            k_log_options,
            {},
            false,
            log},
    Command{"heads", "list the newest revisions", "headstart heads", k_heads_options, {}, false, heads},
    Command{"branches",
            "list the revisions that branch",
            "headstart branches --verbose",
            k_branches_options,
            {},
            false,
            branches},
    Command{"show",
            "show revisions in full",
            "headstart show head\n"
            "headstart show 3f2a1c --format json\n"
            "headstart show current               # connects",
            k_reading_options,
            {"revision", "which: an id or its beginning, a label, head, heads, -N, current", Count::many,
             "head,heads,current"},
            false,
            show},
    Command{"status",
            "one screen: database, current, pending, heads, revisions",
            "headstart status\n"
            "headstart status --format json",
            k_reading_options,
            {},
            false,
            status},
    Command{"check",
            "fail (exit code 5) if revisions are pending, or schema, migrations and database disagree",
            "headstart check\n"
            "headstart check --heads-file         # in a pull request, without a database",
            k_check_options,
            {},
            false,
            check},
    Command{"diff",
            "print the statements that lead from one schema to another",
            "headstart diff --from schema.old.sql --to schema.sql",
            k_diff_options,
            {},
            false,
            diff},
    Command{"dump",
            "print the schema of a database as SQL",
            "headstart dump > schema.sql",
            k_dump_options,
            {},
            false,
            dump},
    Command{"schema",
            "print an application's models as SQL",
            "headstart schema sqlalchemy app.models:Base\n"
            "headstart schema sqlalchemy app.user app.blog app.db:metadata   # imports the first two\n"
            "headstart schema django --settings project.settings",
            k_schema_options,
            {"models", "sqlalchemy MODULE:METADATA…, or django", Count::many, "sqlalchemy,django"},
            false,
            print_models},
    Command{"test",
            "try each migration up, down and up again on scratch databases (exit code 5 if one fails)",
            "headstart test                       # all of them\n"
            "headstart test head                  # the newest\n"
            "headstart test 3f2a1c: --jobs 8      # from this one on\n"
            "headstart test --junit report.xml    # for CI",
            k_test_options,
            {"range", "which: as for show, +N, or FROM:TO as for history; default: all", Count::any},
            false,
            test},
    Command{"validate",
            "are the applied migrations those in the folder? (exit code 5 if not)",
            "headstart validate\n"
            "headstart validate --accept 3f2a1c   # after a deliberate edit of an applied migration",
            k_validate_options,
            {},
            false,
            validate},
    Command{"revision",
            "write a new migration file",
            "headstart revision \"fill in countries\"                          # empty\n"
            "headstart revision --autogenerate -m \"add user phone number\"    # from the declared schema",
            k_revision_options,
            {"message", "what it does, as -m says it", Count::text},
            false,
            new_revision},
    Command{"merge",
            "write a file that joins heads",
            "headstart merge heads                # the message names them\n"
            "headstart merge -m \"join billing and users\" 3f2a1c 9b1e04",
            k_merge_options,
            {"revision", "the heads to join, in this order", Count::many, "heads"},
            false,
            merge},
    Command{"edit",
            "open a migration file in $VISUAL or $EDITOR",
            "headstart edit head",
            {},
            {"revision", "which: as for show", Count::one, "head"},
            false,
            edit},
    Command{"init",
            "make the migrations folder and a headstart.toml",
            "headstart init\n"
            "headstart init db/migrations",
            {},
            {"directory", "the folder; default: migrations, or what --dir says", Count::optional},
            false,
            init},
    Command{"import",
            "turn another tool's history of migrations into files of headstart's",
            "headstart import                     # finds out what is there\n"
            "headstart import alembic --python .venv/bin/python\n"
            "headstart import golang-migrate db/migrations --into migrations\n"
            "headstart import flyway --placeholder schema=app --dry-run",
            k_import_options,
            {"source", "FORMAT and FOLDER, one of them, or nothing: it is told by the files", Count::any,
             "alembic,atlas,dbmate,diesel,django,flyway,golang-migrate,goose,graphile-migrate,liquibase,node-"
             "pg-migrate,prisma,rails,refinery,sqitch,sql-migrate,sqlx,tern"},
            false,
            import_history},
    Command{"export",
            "turn the folder into a project of Alembic's, to leave again",
            "headstart export alembic\n"
            "headstart export alembic --into alembic_again",
            k_export_options,
            {"tool", "alembic", Count::one, "alembic"},
            false,
            export_history},
    Command{"ensure-version",
            "create the version table and the journal if they are not there",
            "headstart ensure-version",
            k_ensure_version_options,
            {},
            false,
            ensure_version},
    Command{"completion",
            "print what completes a command line of headstart in a shell",
            "source <(headstart completion bash)                  # in ~/.bashrc\n"
            "source <(headstart completion zsh)                   # in ~/.zshrc, behind compinit\n"
            "headstart completion fish | source                   # in ~/.config/fish/config.fish",
            {},
            {"shell", "bash, zsh or fish", Count::one, "bash,zsh,fish"},
            false,
            completion},
    Command{"man", "print the manual page", "headstart man | man -l -", {}, {}, false, manual_page},
    Command{"complete",
            "for completion: what fits behind the words that follow, the last of which is being typed",
            "headstart complete -- upgrade 3f",
            {},
            {},
            true,
            complete,
            true},
};

} // namespace

std::span<const Command> all_commands() {
    return k_commands;
}

} // namespace headstart::commands
