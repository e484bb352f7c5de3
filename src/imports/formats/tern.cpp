#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/placeholders.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>

/// tern: `001_create_users.sql`; the way back stands below a separator. Files are Go templates, of which
/// values from tern.conf and shared files can be filled in.
namespace headstart::imports {

namespace {

constexpr std::string_view k_separator = "---- create above / drop below ----";
constexpr std::string_view k_no_transaction = "---- tern: disable-tx ----";
constexpr int k_deepest_template = 10;

const std::vector<std::string_view>& tern_endings() {
    static const std::vector<std::string_view> k_endings{".sql"};
    return k_endings;
}

bool is_tern_mark(std::string_view line) {
    return line.starts_with(k_separator);
}

Likeness looks_like_tern(const SourceFolder& folder) {
    const auto files = numbered_files(folder, tern_endings());
    if (files.empty()) {
        return Likeness::none;
    }
    const bool has_separators = std::any_of(files.begin(), files.end(), [&](const NumberedFile& file) {
        return folder.beginning_of(file.file).find(k_separator) != std::string::npos;
    });
    return has_separators || folder.has("tern.conf") ? Likeness::marked : Likeness::readable;
}

/// Fills in a file's templates; what is more than a value or a shared file is refused.
class TernTemplates {
public:
    TernTemplates(const SourceFolder& folder, const ReadOptions& options)
        : m_folder(folder)
        , m_options(options) {
        for (const auto* const place : {"tern.conf", "../tern.conf", "../../tern.conf"}) {
            if (const auto config = folder.read_if_there(place)) {
                m_config = read_properties((*config)->text);
                return;
            }
        }
    }

    [[nodiscard]] std::string fill(const Source& source, int depth = 0) const {
        const auto text = source->text.view();
        if (text.find("{{") == std::string_view::npos) {
            return std::string(text);
        }
        return fill_placeholders(source, 0, text.size(), {"{{", "}}"},
                                 [&](std::string_view action) { return value_of(source, action, depth); });
    }

private:
    [[nodiscard]] std::optional<std::string> value_of(const Source& source, std::string_view action,
                                                      int depth) const {
        while (action.starts_with('-') || action.ends_with('-')) {
            action =
                base::trim(action.starts_with('-') ? action.substr(1) : action.substr(0, action.size() - 1));
        }
        if (const auto shared = behind(action, "template "); shared && depth < k_deepest_template) {
            const auto quoted = shared->substr(0, shared->rfind('"'));
            if (quoted.starts_with('"') && m_folder.has(quoted.substr(1))) {
                return fill(m_folder.read(quoted.substr(1)), depth + 1);
            }
        }
        const auto name = action.starts_with('.') ? action.substr(1) : std::string_view{};
        if (const auto given = m_options.placeholders.find(name); given != m_options.placeholders.end()) {
            return given->second;
        }
        if (const auto set = m_config.find(fmt::format("data.{}", name)); set != m_config.end()) {
            return set->second;
        }
        return refuse_or_nothing(source, action, name);
    }

    [[nodiscard]] static std::optional<std::string>
    refuse_or_nothing(const Source& source, std::string_view action, std::string_view name) {
        if (!name.empty()) {
            return std::nullopt;
        }
        const auto begin = static_cast<std::size_t>(action.data() - source->text.view().data());
        throw diag::refusal_at({source, begin, begin + action.size()}, diag::code::not_imported,
                               fmt::format("the template {{{{ {} }}}} is more than a value", action),
                               "write in its place what it makes; nothing was written");
    }

    const SourceFolder& m_folder;
    const ReadOptions& m_options;
    std::map<std::string, std::string, std::less<>> m_config;
};

/// A part's text without the line that takes the transaction away.
Sql tern_sql(std::string text, Place origin) {
    const auto at = text.find(k_no_transaction);
    if (at == std::string::npos) {
        return section_sql(std::move(text), std::move(origin), Runs::in_transaction);
    }
    text.erase(at, k_no_transaction.size());
    return section_sql(std::move(text), std::move(origin), Runs::outside);
}

Revision read_tern_file(const SourceFolder& folder, const NumberedFile& file,
                        const TernTemplates& templates) {
    const auto source = folder.read(file.file);
    const auto text = templates.fill(source);
    const auto separator = text.find(k_separator);
    Revision revision;
    revision.id = id_for(file.version);
    revision.message = words_of(file.name, "unnamed");
    revision.created = time_of(file.version);
    revision.origin = {source->path, 0};
    revision.up = tern_sql(text.substr(0, separator), {source->path, 1});
    if (separator != std::string::npos) {
        const auto begin = std::min(text.find('\n', separator), text.size() - 1) + 1;
        revision.down =
            tern_sql(text.substr(begin), {source->path, diag::position_of(text, separator).line + 1});
    }
    return revision;
}

History read_tern(const SourceFolder& folder, const ReadOptions& options) {
    const TernTemplates templates(folder, options);
    History history;
    for (const auto& file : numbered_files(folder, tern_endings())) {
        history.revisions.push_back(read_tern_file(folder, file, templates));
    }
    make_chain(history, plain_number);
    return history;
}

} // namespace

const Format k_tern{"tern",
                    "tern",
                    looks_like_tern,
                    read_tern,
                    "migrations db/migrations database/migrations",
                    {ids_of_version, plain_number, true},
                    false,
                    Reach::one_folder,
                    true,
                    is_tern_mark};

} // namespace headstart::imports
