#include "imports/formats/liquibase_changelog.hpp"

#include "base/text.hpp"
#include "imports/formats/liquibase_changeset.hpp"
#include "imports/lines.hpp"
#include "imports/placeholders.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <set>

namespace headstart::imports {

namespace {

using Kind = ChangelogEntry::Kind;
using Files = std::set<std::string, std::less<>>;

constexpr std::array<std::string_view, 4> k_endings{".xml", ".yaml", ".yml", ".json"};
constexpr int k_deepest_changelog = 10;

bool is_master_format(std::string_view file) {
    return std::any_of(k_endings.begin(), k_endings.end(),
                       [&](std::string_view ending) { return file.ends_with(ending); });
}

bool is_master(const SourceFolder& folder, std::string_view file) {
    return is_master_format(file) && folder.beginning_of(file).find("databaseChangeLog") != std::string::npos;
}

bool is_below(std::string_view file, std::string_view folder) {
    return folder.empty() || (file.starts_with(folder) && file.substr(folder.size()).starts_with('/'));
}

std::string plain_path(const std::filesystem::path& path) {
    auto text = path.lexically_normal().generic_string();
    text.erase(text.find_last_not_of('/') + 1);
    return text == "." ? std::string() : text;
}

/// A file or folder that `from` names: beside it, below one of the folders above it, or as a root that is
/// above ours has it.
template<typename IsThere>
std::optional<std::string> resolve(std::string_view named, std::string_view from, const IsThere& is_there) {
    named.remove_prefix(named.starts_with("classpath:") ? 10 : 0);
    named.remove_prefix(named.starts_with('/') ? 1 : 0);
    std::vector<std::string> places;
    auto folder = folder_of(from);
    places.push_back(plain_path(std::filesystem::path(folder) / named));
    for (; !folder.empty(); folder = folder_of(folder)) {
        places.push_back(plain_path(std::filesystem::path(folder_of(folder)) / named));
    }
    for (auto slash = named.find('/'); slash != std::string_view::npos; slash = named.find('/')) {
        named.remove_prefix(slash + 1);
        if (!named.empty()) {
            places.push_back(plain_path(named));
        }
    }
    const auto found = std::find_if(places.begin(), places.end(), is_there);
    return found == places.end() ? std::nullopt : std::optional(*found);
}

/// Reads a changelog with all that it includes.
class Changelog {
public:
    Changelog(const SourceFolder& folder, History& history)
        : m_folder(folder)
        , m_history(history) {}

    void read(const std::string& file, int depth) {
        if (!m_read.insert(file).second) {
            return;
        }
        if (!is_master_format(file)) {
            m_result.parts.push_back({file, std::nullopt});
            return;
        }
        const auto source = m_folder.read(file);
        for (const auto& entry : changelog_entries(source)) {
            if (entry.kind == Kind::property) {
                set_property(entry, file);
            } else if (entry.kind == Kind::changeset) {
                m_result.parts.push_back({file, entry});
            } else {
                include(entry, file, depth);
            }
        }
    }

    [[nodiscard]] const Files& all_read() const { return m_read; }

    LiquibaseChangelog take_result() { return std::move(m_result); }

private:
    void include(const ChangelogEntry& entry, const std::string& from, int depth) {
        const bool is_all = entry.kind == Kind::include_all;
        const auto named = attribute_of(entry, is_all ? "path" : "file");
        const auto files = is_all ? files_below(named, from) : file_at(named, from);
        if (files.empty() || depth >= k_deepest_changelog) {
            m_history.left_out.push_back({{m_folder.shown(from), entry.line},
                                          "it includes " + named + ", which is not there",
                                          "see whether it is needed; import from the folder that has it"});
            return;
        }
        for (const auto& file : files) {
            read(file, depth + 1);
        }
    }

    [[nodiscard]] std::vector<std::string> file_at(std::string_view named, std::string_view from) const {
        const auto found =
            resolve(named, from, [&](const std::string& place) { return m_folder.has(place); });
        return found ? std::vector{*found} : std::vector<std::string>{};
    }

    /// Liquibase takes those below, too, all by their paths.
    [[nodiscard]] std::vector<std::string> files_below(std::string_view named, std::string_view from) const {
        const auto& all = m_folder.files();
        const auto found = resolve(named, from, [&](const std::string& place) {
            return std::any_of(all.begin(), all.end(),
                               [&](const std::string& file) { return is_below(file, place); });
        });
        std::vector<std::string> files;
        std::copy_if(all.begin(), all.end(), std::back_inserter(files), [&](const std::string& file) {
            return found && is_below(file, *found) && file != from &&
                   (file.ends_with(".sql") || is_master(m_folder, file));
        });
        return files;
    }

    /// The first that sets one counts.
    void set_property(const ChangelogEntry& entry, const std::string& from) {
        if (!is_for_postgresql(attribute_of(entry, "dbms"))) {
            return;
        }
        if (const auto name = attribute_of(entry, "name"); !name.empty()) {
            m_result.properties.try_emplace(name, attribute_of(entry, "value"));
        }
        for (const auto& file : file_at(attribute_of(entry, "file"), from)) {
            m_result.properties.merge(read_properties(m_folder.read(file)->text));
        }
    }

    const SourceFolder& m_folder;
    History& m_history;
    LiquibaseChangelog m_result;
    Files m_read;
};

/// Those that another one includes.
Files included_masters(const SourceFolder& folder, const std::vector<std::string>& masters) {
    Files included;
    for (const auto& one : masters) {
        History ignored;
        Changelog changelog(folder, ignored);
        changelog.read(one, 0);
        std::copy_if(changelog.all_read().begin(), changelog.all_read().end(),
                     std::inserter(included, included.end()),
                     [&](const std::string& file) { return file != one; });
    }
    return included;
}

/// The one that was named, or that no other includes; of several the one whose name says so.
std::optional<std::string> find_master(const SourceFolder& folder) {
    if (folder.named_file()) {
        return folder.named_file();
    }
    std::vector<std::string> masters;
    std::copy_if(folder.files().begin(), folder.files().end(), std::back_inserter(masters),
                 [&](const std::string& file) { return is_master(folder, file); });
    if (masters.size() > 1) {
        const auto included = included_masters(folder, masters);
        std::erase_if(masters, [&](const std::string& one) { return included.contains(one); });
    }
    for (const std::string_view word : {"master", "root", "changelog", ""}) {
        const auto found = std::find_if(masters.begin(), masters.end(), [&](const std::string& file) {
            return base::to_lower(base_name(file)).find(word) != std::string::npos;
        });
        if (found != masters.end()) {
            return *found;
        }
    }
    return std::nullopt;
}

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

LiquibaseChangelog read_changelog(const SourceFolder& folder, History& history) {
    if (const auto master = find_master(folder)) {
        Changelog changelog(folder, history);
        changelog.read(*master, 0);
        return changelog.take_result();
    }
    LiquibaseChangelog changelog;
    for (const auto& file : folder.files()) {
        if (file.ends_with(".sql") && is_formatted_sql(folder.beginning_of(file))) {
            changelog.parts.push_back({file, std::nullopt});
        }
    }
    return changelog;
}

} // namespace headstart::imports
