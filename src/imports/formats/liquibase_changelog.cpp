#include "imports/formats/liquibase_changelog.hpp"

#include "base/text.hpp"
#include "imports/lines.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

namespace headstart::imports {

namespace {

constexpr std::array<std::string_view, 4> k_endings{".xml", ".yaml", ".yml", ".json"};
constexpr int k_deepest_changelog = 10;

bool is_master_format(std::string_view file) {
    return std::any_of(k_endings.begin(), k_endings.end(),
                       [&](std::string_view ending) { return file.ends_with(ending); });
}

/// The master: the one that was named, or the one whose name says so.
std::optional<std::string> find_master(const SourceFolder& folder) {
    if (folder.named_file()) {
        return folder.named_file();
    }
    for (const std::string_view word : {"master", "root", "changelog"}) {
        const auto found =
            std::find_if(folder.files().begin(), folder.files().end(), [&](const std::string& file) {
                const auto text = is_master_format(file) ? folder.beginning_of(file) : std::string();
                return base::to_lower(base_name(file)).find(word) != std::string::npos &&
                       text.find("databaseChangeLog") != std::string::npos;
            });
        if (found != folder.files().end()) {
            return *found;
        }
    }
    return std::nullopt;
}

/// What `file`, `path` or another key of a line is: `file: a.sql`, `file="a.sql"`, `"file": "a.sql"`.
std::optional<std::string> value_of_key(std::string_view line, std::string_view key) {
    for (auto at = line.find(key); at != std::string_view::npos; at = line.find(key, at + 1)) {
        const bool is_whole =
            at == 0 || std::string_view(" \t\"<-{,").find(line[at - 1]) != std::string_view::npos;
        auto rest = line.substr(at + key.size());
        rest.remove_prefix(std::min(rest.find_first_not_of("\" \t"), rest.size()));
        if (!is_whole || rest.empty() || (rest.front() != ':' && rest.front() != '=')) {
            continue;
        }
        rest = base::trim(rest.substr(1));
        const bool is_quoted = rest.starts_with('"') || rest.starts_with('\'');
        const auto end = is_quoted ? rest.find(rest.front(), 1) : rest.find_first_of(" \t,}>");
        return std::string(rest.substr(is_quoted ? 1 : 0, std::min(end, rest.size()) - (is_quoted ? 1 : 0)));
    }
    return std::nullopt;
}

class Changelog {
public:
    Changelog(const SourceFolder& folder, History& history)
        : m_folder(folder)
        , m_history(history) {}

    void read(const std::string& file, int depth) {
        if (!is_master_format(file)) {
            add(file);
            return;
        }
        const auto source = m_folder.read(file);
        std::size_t number = 0;
        Lines lines(source->text);
        while (const auto line = lines.next()) {
            ++number;
            if (const auto path = value_of_key(line->text, "path");
                path && !path->ends_with(".sql") && line->text.find("sqlFile") == std::string_view::npos) {
                add_folder(*path, file, depth);
            } else if (const auto included = value_of_key(line->text, "file")) {
                include({source->path, number}, *included, file, depth);
            } else if (line->text.find("changeSet") != std::string_view::npos &&
                       line->text.find("</") == std::string_view::npos) {
                m_history.left_out.push_back(
                    {{source->path, number},
                     "a changeset that is not SQL",
                     "write what it does as SQL (`liquibase update-sql` prints it), in "
                     "a revision in its place"});
            }
        }
    }

    std::vector<std::string> files;

private:
    void add(const std::string& file) {
        if (std::find(files.begin(), files.end(), file) == files.end()) {
            files.push_back(file);
        }
    }

    void include(const Place& place, const std::string& named, const std::string& from, int depth) {
        const auto found = resolve(named, from);
        if (found && depth < k_deepest_changelog) {
            read(*found, depth + 1);
        } else {
            m_history.left_out.push_back({place, "it includes " + named + ", which is not there",
                                          "see whether it is needed; import from the folder that has it"});
        }
    }

    /// Beside the file that names it, from the root, or from a root that is above ours.
    [[nodiscard]] std::optional<std::string> resolve(std::string_view named, std::string_view from) const {
        named.remove_prefix(named.starts_with("classpath:") ? 10 : 0);
        named.remove_prefix(named.starts_with('/') ? 1 : 0);
        const auto beside =
            (std::filesystem::path(folder_of(from)) / named).lexically_normal().generic_string();
        if (m_folder.has(beside)) {
            return beside;
        }
        for (auto rest = named; !rest.empty();
             rest = rest.find('/') == std::string_view::npos ? "" : rest.substr(rest.find('/') + 1)) {
            const auto plain = std::filesystem::path(rest).lexically_normal().generic_string();
            if (m_folder.has(plain)) {
                return plain;
            }
        }
        return std::nullopt;
    }

    void add_folder(std::string_view named, std::string_view from, int depth) {
        named.remove_prefix(named.starts_with("classpath:") ? 10 : 0);
        named.remove_prefix(named.starts_with('/') ? 1 : 0);
        const auto beside =
            (std::filesystem::path(folder_of(from)) / named / "").lexically_normal().generic_string();
        for (const auto& file : m_folder.files()) {
            const auto text = is_formatted_sql(m_folder.beginning_of(file)) || is_master_format(file);
            const auto last = base_name(named.ends_with('/') ? named.substr(0, named.size() - 1) : named);
            const bool is_below = file.starts_with(beside) || file.starts_with(std::string(last) + "/") ||
                                  file.find("/" + std::string(last) + "/") != std::string::npos;
            if (text && is_below && file != from && depth < k_deepest_changelog) {
                read(file, depth + 1);
            }
        }
    }

    const SourceFolder& m_folder;
    History& m_history;
};

} // namespace

bool is_formatted_sql(std::string_view beginning) {
    Lines lines(beginning);
    auto line = lines.next();
    while (line && base::trim(line->text).empty()) {
        line = lines.next();
    }
    const auto comment = line ? comment_on(line->text) : std::nullopt;
    const auto rest = comment ? behind(*comment, "liquibase") : std::nullopt;
    return rest && behind(*rest, "formatted");
}

std::vector<std::string> liquibase_files(const SourceFolder& folder, History& history) {
    if (const auto master = find_master(folder)) {
        Changelog changelog(folder, history);
        changelog.read(*master, 0);
        return changelog.files;
    }
    std::vector<std::string> files;
    std::copy_if(folder.files().begin(), folder.files().end(), std::back_inserter(files),
                 [&](const std::string& file) {
                     return file.ends_with(".sql") && is_formatted_sql(folder.beginning_of(file));
                 });
    return files;
}

} // namespace headstart::imports
