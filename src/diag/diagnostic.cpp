#include "diag/diagnostic.hpp"

#include <utility>

namespace headstart::diag {

Error::Error(ExitCode exit_code, Diagnostic diagnostic)
    : m_exit_code(exit_code)
    , m_diagnostics{std::move(diagnostic)} {}

Error::Error(ExitCode exit_code, std::vector<Diagnostic> diagnostics)
    : m_exit_code(exit_code)
    , m_diagnostics(std::move(diagnostics)) {}

void Error::add_path(const std::string& doing) {
    for (auto& diagnostic : m_diagnostics) {
        diagnostic.path.push_back(doing);
    }
}

void Error::add_subject(const Subject& subject) {
    for (auto& diagnostic : m_diagnostics) {
        diagnostic.subject.complete_with(subject);
    }
}

} // namespace headstart::diag
