#include "imports/annotated_file.hpp"

#include "base/text.hpp"
#include "imports/statements.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::imports {

namespace {

/// Reads a file from line to line, as the tools do.
class Reader {
public:
    Reader(const Source& source, const Annotations& annotations, const AnnotationHooks& hooks)
        : m_source(source)
        , m_annotations(annotations)
        , m_hooks(hooks) {}

    AnnotatedFile read() {
        Lines lines(m_source->text);
        while (const auto line = lines.next()) {
            ++m_line;
            const auto annotation = m_annotations.annotation(line->text);
            auto* const way = m_way;
            if (annotation && obey(*annotation, *line)) {
                leave_out(way);
                continue;
            }
            if (m_way != nullptr) {
                m_way->text += m_hooks.text_of(*line);
            }
        }
        check();
        return std::move(m_file);
    }

private:
    void check() const {
        if (m_file.up.line == 0) {
            throw refusal_of_line(m_source, {0, 0, 0, {}},
                                  fmt::format("the file has no `{} Up`", m_annotations.mark),
                                  "write it above the SQL");
        }
        if (m_file.preamble.statement) {
            throw refusal_of_line(
                m_source, *m_file.preamble.statement,
                fmt::format("the statement stands above the first `{} Up` or `Down`, where {} "
                            "does not run it",
                            m_annotations.mark, m_annotations.title),
                "write it below the annotation");
        }
    }

    /// False: it is an annotation that only looks like one.
    bool obey(const std::string& annotation, const Line& line) {
        const bool is_own = m_hooks.obey(annotation, line.text);
        if (annotation == "up" || annotation == "down") {
            begin(annotation == "up" ? m_file.up : m_file.down, line);
        } else if (annotation == "statementbegin") {
            m_statement = m_way == nullptr ? 0 : m_way->text.size();
        } else if (annotation == "statementend") {
            end_statement();
        } else {
            return is_own;
        }
        return true;
    }

    void begin(AnnotatedWay& way, const Line& line) {
        if (way.line != 0 && !m_annotations.may_repeat) {
            throw refusal_of_line(m_source, line,
                                  fmt::format("`{}` stands here for the second time", base::trim(line.text)),
                                  fmt::format("{} wants it once: join the two", m_annotations.title));
        }
        if (m_way == nullptr) {
            m_file.preamble = preamble_of(m_source, line.begin, m_annotations.is_directive);
        }
        way.line = way.line == 0 ? m_line + 1 : way.line;
        m_way = &way;
    }

    /// The line of an annotation, of the way that it stands in: what begins another one is of neither.
    void leave_out(AnnotatedWay* way) const {
        if (way != nullptr && way == m_way) {
            way->left_out.push_back(
                static_cast<std::size_t>(std::count(way->text.begin(), way->text.end(), '\n')));
        }
    }

    void end_statement() {
        if (m_way != nullptr) {
            m_way->text.replace(m_statement, std::string::npos,
                                with_semicolon(m_way->text.substr(m_statement)));
        }
    }

    const Source& m_source;
    const Annotations& m_annotations;
    const AnnotationHooks& m_hooks;
    AnnotatedFile m_file;
    AnnotatedWay* m_way = nullptr;
    std::size_t m_line = 0;
    std::size_t m_statement = 0; ///< where, in the way's text, the last StatementBegin was
};

} // namespace

AnnotatedFile read_annotated_file(const Source& source, const Annotations& annotations,
                                  const AnnotationHooks& hooks) {
    return Reader(source, annotations, hooks).read();
}

} // namespace headstart::imports
