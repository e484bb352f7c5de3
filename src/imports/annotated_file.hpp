#pragma once

#include "imports/history.hpp"
#include "imports/lines.hpp"
#include "imports/preamble.hpp"
#include "imports/source_folder.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Files whose ways stand below annotations, `-- +goose Up`, `-- +migrate Down`, with statements that hold a
/// `;` between StatementBegin and StatementEnd, which need not end with one.
namespace headstart::imports {

/// What an annotation is to a tool.
struct Annotations {
    std::string_view title; ///< of the tool
    std::string_view mark;  ///< "-- +goose"
    /// "up", "down", "statementbegin", "statementend" or what else the tool knows, of a line that is one.
    std::optional<std::string> (*annotation)(std::string_view line);
    /// Whether a comment is the tool's own, told by what stands behind its `--`.
    bool (*is_directive)(std::string_view comment);
    bool may_repeat; ///< a way may begin again further down, and goes on there
};

/// One way of a file.
struct AnnotatedWay {
    std::string text;
    std::size_t line = 0;                   ///< at which it begins, from 1; 0: it has not
    std::vector<std::size_t> left_out = {}; ///< see Sql::left_out
};

/// What a tool does beside the four, and how it takes a line of SQL.
struct AnnotationHooks {
    /// Of every annotation; false: of one that is none of the four, that it only looks like one.
    std::function<bool(const std::string& annotation, std::string_view line)> obey;
    std::function<std::string(const Line& line)> text_of;
};

struct AnnotatedFile {
    AnnotatedWay up;
    AnnotatedWay down;
    Preamble preamble; ///< without a statement
};

/// Throws diag::Error (usage): there is no way up, a way begins twice that may not, SQL stands above the
/// first.
AnnotatedFile read_annotated_file(const Source& source, const Annotations& annotations,
                                  const AnnotationHooks& hooks);

} // namespace headstart::imports
