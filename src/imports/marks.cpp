#include "imports/marks.hpp"

#include "base/text.hpp"
#include "imports/lines.hpp"
#include "imports/numbered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace headstart::imports {

namespace {

/// Where a file says whose it is.
struct Mark {
    Line line;
    const Format* owner;
};

/// The first of other tools; nothing: there is none, or the format's own is there, too.
std::optional<Mark> foreign_mark(const Source& source, const Format& format) {
    std::optional<Mark> first;
    Lines lines(source->text);
    while (const auto line = lines.next()) {
        if (!line->text.starts_with("--")) {
            continue;
        }
        if (format.is_mark != nullptr && format.is_mark(line->text)) {
            return std::nullopt;
        }
        const auto formats = all_formats();
        const auto owner = std::find_if(formats.begin(), formats.end(), [&](const Format& one) {
            return one.is_mark != nullptr && one.is_mark(line->text);
        });
        if (!first && owner != formats.end()) {
            first = Mark{*line, &*owner};
        }
    }
    return first;
}

} // namespace

void refuse_marks_of_others(const SourceFolder& folder, const Format& format) {
    for (const auto& file : folder.files()) {
        // Of a file that is one way by its name, a mark changes nothing.
        if (!file.ends_with(".sql") || is_of_one_way(file) || !folder.was_read(file)) {
            continue;
        }
        const auto source = folder.read(file);
        if (const auto mark = foreign_mark(source, format)) {
            throw refusal_of_line(
                source, mark->line,
                fmt::format("`{}` is a mark of {}'s files, and {} would run all of the file as one",
                            base::trim(mark->line.text), mark->owner->title, format.title),
                fmt::format("import it as what it is: headstart import {} {}", mark->owner->name,
                            folder.root().string()));
        }
    }
}

} // namespace headstart::imports
