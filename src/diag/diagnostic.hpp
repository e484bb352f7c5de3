#pragma once

#include "diag/exit_code.hpp"
#include "diag/source.hpp"
#include "diag/subject.hpp"

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headstart::diag {

enum class Severity { error, warning };

/// What the server adds to an error of its own (manual, chapter "libpq: PQresultErrorField").
struct ServerFields {
    std::string sqlstate;
    std::string detail;
    std::string hint;
    std::string context; ///< the server's call stack: which line of which function
};

/// One thing to tell the user: a clear sentence, the place, the cause, what to do next.
struct Diagnostic {
    Severity severity = Severity::error;
    std::string_view code; ///< from diag/codes.hpp; stable, listed in docs/errors.md
    std::string message;   ///< one sentence, no full stop, no secret
    std::optional<Span> span;
    std::vector<std::string> notes; ///< further facts, a line each: what was found, which files
    std::string hint;               ///< what to do next
    std::optional<ServerFields> server;
    std::vector<std::string> path; ///< what we were doing, innermost first: "applying revision 3f2a (up)"
    Subject subject;               ///< the same for machines, as far as it is known
};

/// Thrown when the command cannot go on. Caught in main, and by the runner to add what had been applied.
class Error : public std::exception {
public:
    Error(ExitCode exit_code, Diagnostic diagnostic);
    /// Several findings of one kind that users want to see all at once (a folder's broken headers).
    Error(ExitCode exit_code, std::vector<Diagnostic> diagnostics);

    [[nodiscard]] const char* what() const noexcept override { return m_diagnostics.front().message.c_str(); }

    [[nodiscard]] ExitCode exit_code() const { return m_exit_code; }

    [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return m_diagnostics; }

    /// The layer above names what it was doing.
    void add_path(const std::string& doing);

    /// The layer above knows what it is about, as far as nobody below has said so.
    void add_subject(const Subject& subject);

    void add_note(const std::string& note) { m_diagnostics.back().notes.push_back(note); }

    void set_span(Span span) { m_diagnostics.back().span = std::move(span); }

    void set_hint(std::string hint) { m_diagnostics.back().hint = std::move(hint); }

    void append_to_note(std::size_t index, const std::string& text) {
        m_diagnostics.back().notes.at(index) += text;
    }

private:
    ExitCode m_exit_code;
    std::vector<Diagnostic> m_diagnostics;
};

} // namespace headstart::diag
