#include "commands/context.hpp"

#include "base/long_work.hpp"
#include "base/utf8.hpp"
#include "commands/engines.hpp"
#include "commands/output.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "process/heartbeat.hpp"
#include "settings/chosen_url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <system_error>

namespace headstart::commands {

namespace {

/// Who waits for less than that in all does not wait for an answer longer.
std::chrono::milliseconds answer_timeout(const settings::Settings& settings) {
    const auto& in_all =
        settings.wait_timeout->count() > 0 ? *settings.wait_timeout : *settings.connect_timeout;
    return settings.answer_timeout.is_set() ? *settings.answer_timeout
                                            : std::min(*settings.answer_timeout, in_all);
}

std::chrono::milliseconds readiness_timeout(const settings::Settings& settings, Patience patience) {
    const bool waits = patience == Patience::waits || settings.wait_timeout.is_set();
    return waits ? *settings.wait_timeout : std::chrono::milliseconds{0};
}

database::SessionOptions session_options(const Context& context) {
    const auto& settings = context.settings;
    database::SessionOptions options;
    options.longest_id = context.longest_id;
    options.connect_timeout = *settings.connect_timeout;
    options.reconnect_timeout = *settings.wait_timeout;
    options.answer_timeout = answer_timeout(settings);
    options.cleartext_password = *settings.cleartext_password;
    options.lock_timeout = *settings.lock_timeout;
    options.concurrently_timeout = *settings.concurrently_timeout;
    options.statement_timeout = *settings.statement_timeout;
    options.lock_retry_timeout = *settings.lock_retry_timeout;
    options.literals = *settings.redact ? sql::Literals::hidden : sql::Literals::shown;
    options.version_table = *settings.version_table;
    options.version_table_schema = *settings.version_table_schema;
    options.trusted_relations = *settings.trusted_relations;
    return options;
}

} // namespace

void start_heartbeat(Context& context) {
    const auto& file = context.settings.heartbeat_file;
    if (file->empty()) {
        return;
    }
    try {
        context.pulses->add(std::make_unique<process::Heartbeat>(*file));
    } catch (diag::Error& error) {
        error.add_path(fmt::format("starting the heartbeat {}", file.origin.describe()));
        throw;
    }
}

namespace {

scripts::ScriptDirectory load_folders(const settings::Settings& settings) {
    const auto& locations = *settings.version_locations;
    return scripts::ScriptDirectory::load(
        locations.empty() ? std::vector{*settings.dir} : locations,
        {*settings.recursive_version_locations, settings.max_migration_size->bytes, {}});
}

/// Alembic's script_location is the folder above that of the files.
bool is_above_versions(const settings::Settings& settings, const scripts::ScriptDirectory& scripts) {
    std::error_code unknown;
    return scripts.is_empty() && settings.version_locations->empty() &&
           std::filesystem::is_directory(*settings.dir / "versions", unknown);
}

} // namespace

scripts::ScriptDirectory load_scripts(Context& context) {
    auto scripts = load_folders(context.settings);
    if (is_above_versions(context.settings, scripts)) {
        context.settings.dir.value /= "versions";
        scripts = load_folders(context.settings);
    }
    for (const auto& one : scripts.files()) {
        const auto& file = one.header();
        if (!file->link_target.empty()) {
            diag::log_warning(
                fmt::format("{} is a link out of the migrations folder, to {}", file->path,
                            file->link_target),
                {{"event", "outside_link"}, {"file", file->path}, {"target", file->link_target}});
        }
    }
    for (const auto& [path, reason] : scripts.passed_over()) {
        diag::log_warning(fmt::format("{} looks like a migration and is not read: {}", path, reason),
                          {{"event", "passed_over"}, {"file", path}});
    }
    for (const auto& revision : scripts.graph().revisions()) {
        context.longest_id = std::max(context.longest_id, base::count_characters(revision.id));
    }
    return scripts;
}

namespace {

/// What the settings say, with the variables that the engine's library reads from the process: what `.env`
/// adds of them must not stay for the application.
settings::ChosenUrl choose_database(Context& context) {
    const auto& settings = context.settings;
    const auto& any_engine = engine_of(""); // whose variables may stand for a URL
    auto exported = settings.environment.export_variables(any_engine.variables());
    std::move(exported.added.begin(), exported.added.end(), std::back_inserter(context.removed_variables));
    context.cleaned_variables.merge(exported.replaced);
    auto chosen = settings::choose_url(settings, any_engine.location_variables(), context.stop());
    for (const auto name : engine_of(chosen.url.reveal()).own_variables) {
        if (std::getenv(std::string(name).c_str()) == nullptr) {
            context.removed_variables.emplace_back(name);
        }
    }
    return chosen;
}

/// A URL that cannot be read is told with who gave it.
template<typename Work>
auto naming_origin(const settings::ChosenUrl& chosen, const Work& work) {
    try {
        return work();
    } catch (diag::Error& error) {
        if (error.diagnostics().front().code == diag::code::bad_url) {
            error.add_path(fmt::format("reading the database URL {}", chosen.origin.describe()));
        }
        throw;
    }
}

} // namespace

std::unique_ptr<database::Session> open_session(Context& context, Patience patience, bool writes) {
    // Libraries block in files that they find themselves, and count for a server. Not where an application is
    // to follow: with a first thread the C library takes signal 33, which the parent may have ignored.
    if (patience == Patience::asks_once) {
        base::expect_long_work();
    }
    auto options = session_options(context);
    options.needs_writable = writes;
    options.wait_timeout = readiness_timeout(context.settings, patience);
    options.creates_database = context.creates_database;
    const auto chosen = choose_database(context);
    const auto& engine = engine_of(chosen.url.reveal());
    return naming_origin(chosen, [&] {
        if (context.metrics) {
            context.metrics->metrics.database = engine.database_name(chosen.url.reveal());
        }
        return engine.open_session(chosen.url.reveal(), options, *context.reporter, context.stop());
    });
}

database::WholeDatabase whole_database(Context& context) {
    auto options = session_options(context);
    options.wait_timeout = readiness_timeout(context.settings, Patience::asks_once);
    const auto chosen = choose_database(context);
    return naming_origin(chosen, [&] {
        return engine_of(chosen.url.reveal())
            .whole_database(chosen.url.reveal(), options, *context.reporter, context.stop());
    });
}

std::unique_ptr<database::Session> open_scratch_session(const Context& context, const std::string& url) {
    return engine_of(url).open_session(url, session_options(context), diag::nobody(),
                                       context.stop().with(nullptr));
}

std::unique_ptr<database::OfflineScript> begin_script(const Context& context) {
    return engine_of("").begin_script(session_options(context), print_as_is);
}

migrate::RunOptions run_options(Context& context, Patience patience) {
    const auto& settings = context.settings;
    const auto count_for_metrics = [&context](std::size_t applied) {
        if (context.metrics) {
            context.metrics->metrics.applied = applied;
        }
    };
    return {{*settings.lock_wait_timeout, context.stop()},
            readiness_timeout(settings, patience),
            *settings.transaction_per_migration,
            *settings.on_ahead == settings::WarnOrRefuse::refuse,
            *settings.on_lost_commits == settings::WarnOrRefuse::refuse,
            *settings.crash_pause,
            *settings.adopt_as,
            count_for_metrics};
}

process::ChildEnvironment environment_for_child(const Context& context,
                                                const std::vector<std::string>& passed) {
    auto hidden = settings::secret_variables(context.settings);
    hidden.insert(hidden.end(), context.removed_variables.begin(), context.removed_variables.end());
    auto environment = process::ChildEnvironment::without(hidden);
    for (const auto& name : passed) {
        if (const auto found = context.settings.environment.find(name)) {
            environment.set(name, found->value);
        }
    }
    return environment;
}

void start_application(Context& context, const process::Application& application) {
    // The application has its own ways to say that it is alive; a file that grows old would speak against it.
    context.pulses->clear();
    // Beyond this point signals are the application's: blocked and ignored ones would survive execve.
    context.signals.reset();
    for (auto& name : settings::owner_variables()) {
        context.removed_variables.push_back(std::move(name));
    }
    for (const auto& [name, value] : context.cleaned_variables) {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    process::exec_application(application, context.removed_variables);
}

} // namespace headstart::commands
