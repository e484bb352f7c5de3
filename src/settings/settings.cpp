#include "settings/settings.hpp"

#include "base/dirt.hpp"
#include "diag/codes.hpp"
#include "settings/config_file.hpp"
#include "settings/convert.hpp"
#include "settings/masking.hpp"
#include "settings/table.hpp"
#include "settings/upwards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace headstart::settings {

namespace {

using Kind = ConfigValue::Kind;

[[noreturn]] void refuse(const std::string& message, const std::string& hint,
                         std::optional<diag::Span> span = std::nullopt) {
    diag::Diagnostic diagnostic;
    diagnostic.code = diag::code::bad_setting;
    diagnostic.message = message;
    diagnostic.span = std::move(span);
    diagnostic.hint = hint;
    throw diag::Error(diag::ExitCode::usage, diagnostic);
}

/// What a value in headstart.toml must be.
struct TomlKind {
    Kind kind;
    std::string_view words;   ///< the message's
    std::string_view example; ///< empty: the words say it all
};

template<typename T>
constexpr TomlKind toml_kind() {
    if constexpr (std::is_same_v<T, bool>) {
        return {Kind::yes_or_no, "true or false", "true"};
    } else if constexpr (std::is_same_v<T, int>) {
        return {Kind::whole_number, "a whole number", "40"};
    } else if constexpr (std::is_same_v<T, std::chrono::milliseconds>) {
        return {Kind::text, "a duration such as \"30s\", or a number of seconds", "\"30s\""};
    } else if constexpr (std::is_same_v<T, std::vector<std::filesystem::path>> ||
                         std::is_same_v<T, std::vector<std::string>>) {
        return {Kind::list, "a list of strings", R"(["one", "two"])"};
    } else if constexpr (std::is_same_v<T, std::vector<PostWriteHook>>) {
        return {Kind::tables, "written as [[post_write_hooks]] with its keys below it", ""};
    } else {
        return {Kind::text, "a string", R"("…")"};
    }
}

/// ` = "5x"`; nothing where a URL seems to have got into the wrong place.
std::string shown_value(const std::string& text) {
    return looks_like_secret(text) ? "" : fmt::format(" = \"{}\"", text);
}

/// Alembic's way to say "the folder of this file", whole, so that it holds wherever a command is run.
std::string resolve_here(std::string text, const std::filesystem::path& config) {
    constexpr std::string_view k_here = "%(here)s";
    for (auto at = text.find(k_here); at != std::string::npos; at = text.find(k_here, at)) {
        const auto folder = std::filesystem::absolute(config).lexically_normal().parent_path().string();
        text.replace(at, k_here.size(), folder);
        at += folder.size();
    }
    return text;
}

void resolve_here(ConfigValue& value, const std::filesystem::path& config) {
    value.text = resolve_here(std::move(value.text), config);
    for (auto& entry : value.list) {
        entry = resolve_here(std::move(entry), config);
    }
    for (auto& hook : value.hooks) {
        for (auto* const text : {&hook.executable, &hook.options, &hook.cwd}) {
            *text = resolve_here(std::move(*text), config);
        }
    }
}

class Loader {
public:
    Loader(const FlagValues& flags, Environment environment, base::WaitContext stop)
        : m_flags(flags)
        , m_stop(stop) {
        m_settings.environment = std::move(environment);
    }

    Settings load(const std::filesystem::path& folder) {
        // How long to wait for the two files, if they are pipes, can stand in neither.
        load_row(row_of("wait_timeout"));
        load_row(row_of("connect_timeout"));
        const auto limits = reading_limits(m_settings, m_stop);
        // Each of the two files may say what the rows after it are: .env may name the configuration file.
        load_row(row_of("env_file"));
        m_env_folder = read_nearest(m_settings.env_file, folder, [&](const Path& path, bool must_exist) {
            return m_settings.environment.read_file(path, must_exist, limits);
        });
        load_row(row_of("config"));
        load_row(row_of("url_file"));
        load_row(row_of("color"));
        const auto config_above =
            read_nearest(m_settings.config, folder, [&](const Path& path, bool must_exist) {
                auto values = read_config_file(path, must_exist, limits);
                m_has_config = values.has_value();
                m_config = std::move(values).value_or(ConfigValues{});
                return m_has_config;
            });
        for (const auto& row : rows()) {
            if (row.in_toml) {
                load_row(row);
            }
        }
        if (const auto& project = m_has_config ? config_above : m_env_folder; !m_settings.dir.is_set()) {
            m_settings.dir.value = project / *m_settings.dir;
        }
        return std::move(m_settings);
    }

private:
    using Path = std::filesystem::path;

    /// The file that was named, or else the one in the folder, or the nearest above it, whose folder is
    /// returned; else nothing.
    template<typename Read>
    static Path read_nearest(Setting<Path>& file, const Path& folder, const Read& read) {
        if (file.is_set()) {
            read(*file, true);
            return {};
        }
        const auto name = std::exchange(file.value, folder / *file);
        if (read(*file, false)) {
            return {};
        }
        const auto above = find_upwards(folder, name);
        if (!above) {
            return {};
        }
        file.value = *above;
        read(*file, false);
        return above->parent_path();
    }

    /// A path that stands in a file is meant from that file's folder, wherever the command is run. A file of
    /// variables that was named stands for the environment, as docker's does.
    [[nodiscard]] Path placed(const Path& path, const Origin& origin) const {
        const auto folder = origin.kind == Origin::Kind::config_file ? m_settings.config->parent_path()
                            : origin.kind == Origin::Kind::env_file  ? m_env_folder
                                                                     : Path();
        return path.empty() ? path : folder / path;
    }

    static const Row& row_of(std::string_view name) {
        return *std::find_if(rows().begin(), rows().end(), [&](const Row& row) { return row.name == name; });
    }

    void load_row(const Row& row) {
        std::visit([&](auto member) { load_member(row, m_settings.*member); }, row.member);
    }

    template<typename T>
    void load_member(const Row& row, Setting<T>& setting) {
        const auto flag = std::find_if(m_flags.rbegin(), m_flags.rend(),
                                       [&](const FlagValue& given) { return given.setting == row.name; });
        if (flag != m_flags.rend()) {
            return read(row, flag->value, {Origin::Kind::flag, flag->spelled, ""}, setting);
        }
        if (const auto found = m_settings.environment.find(row.variable); found && !row.variable.empty()) {
            return read(row, found->value, found->origin, setting);
        }
        if (const auto config = m_config.find(row.name); config != m_config.end()) {
            return read_config(row, config->second, setting);
        }
        read(row, std::string(row.default_text), {}, setting);
    }

    template<typename T>
    void read(const Row& row, const std::string& given, const Origin& origin, Setting<T>& setting,
              std::optional<diag::Span> span = std::nullopt) {
        // A URL is cleaned where it is read, which tells of quotation marks.
        const bool is_clean = std::is_same_v<T, Secret> || origin.kind == Origin::Kind::flag;
        const auto text = is_clean ? given : std::string(base::clean_value(given));
        if (!std::is_same_v<T, Secret> && is_database_url(text)) {
            refuse(
                fmt::format("{} ({}) is given what looks like a database URL", row.name, origin.describe()),
                "the database is named by --url or DATABASE_URL, or by a file that --url-file names",
                std::move(span));
        }
        if (const auto complaint = read_text(text, setting.value)) {
            refuse(
                fmt::format("{}{} ({}) {}", row.name, shown_value(text), origin.describe(), complaint->what),
                complaint->hint, std::move(span));
        }
        setting.origin = origin;
        if constexpr (std::is_same_v<T, Path>) {
            setting.value = placed(*setting, origin);
        } else if constexpr (std::is_same_v<T, std::vector<Path>>) {
            for (auto& path : setting.value) {
                path = placed(path, origin);
            }
        }
    }

    template<typename T>
    void read_config(const Row& row, ConfigValue value, Setting<T>& setting) {
        constexpr auto k_expected = toml_kind<T>();
        constexpr bool k_is_duration = std::is_same_v<T, std::chrono::milliseconds>;
        constexpr bool k_is_list = k_expected.kind == Kind::list;
        if (value.kind != k_expected.kind && !(k_is_duration && value.kind == Kind::whole_number) &&
            !(k_is_list && value.kind == Kind::text)) {
            refuse(fmt::format("{} must be {}", row.name, k_expected.words),
                   k_expected.example.empty() ? ""
                                              : fmt::format("write {} = {}", row.name, k_expected.example),
                   value.span);
        }
        resolve_here(value, *m_settings.config);
        for (auto& hook : value.hooks) {
            const bool is_projects = hook.cwd.empty() && !m_settings.config.is_set();
            hook.cwd = is_projects ? m_settings.config->parent_path().string()
                                   : placed(hook.cwd, value.origin).string();
        }
        if constexpr (std::is_same_v<T, std::vector<PostWriteHook>>) {
            setting = {value.hooks, value.origin};
        } else if (k_is_list && value.kind == Kind::list) {
            read_list(value, setting);
        } else {
            read(row, value.text, value.origin, setting, value.span);
        }
    }

    template<typename T>
    void read_list(const ConfigValue& value, Setting<T>& setting) {
        if constexpr (std::is_same_v<T, std::vector<std::filesystem::path>>) {
            for (const auto& entry : value.list) {
                setting.value.push_back(placed(entry, value.origin));
            }
            setting.origin = value.origin;
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
            setting = {value.list, value.origin};
        }
    }

    const FlagValues& m_flags;
    base::WaitContext m_stop;
    Settings m_settings;
    ConfigValues m_config;
    bool m_has_config = false;
    Path m_env_folder; ///< of a file of variables that was found above the working folder
};

} // namespace

Settings load(const FlagValues& flags, Environment environment, const std::filesystem::path& folder,
              base::WaitContext stop) {
    return Loader(flags, std::move(environment), stop).load(folder);
}

base::WaitLimits reading_limits(const Settings& settings, base::WaitContext stop) {
    const auto patience =
        settings.wait_timeout->count() > 0 ? *settings.wait_timeout : *settings.connect_timeout;
    return {base::Deadline::after(patience), stop};
}

} // namespace headstart::settings
