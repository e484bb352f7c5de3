#include "diag/reporter.hpp"

#include "diag/progress_bar.hpp"

#include <utility>

namespace headstart::diag {

namespace {

class ShownProgress final : public Progress {
public:
    ShownProgress(std::size_t done, std::size_t total)
        : m_bar(done, total) {}

    void begin(std::string what) override { m_bar.begin(std::move(what)); }

    void advance(std::size_t count) override { m_bar.advance(count); }

private:
    ProgressBar m_bar;
};

class UnseenProgress final : public Progress {
public:
    void begin(std::string /*what*/) override {}

    void advance(std::size_t /*count*/) override {}
};

} // namespace

void LogReporter::log(LogLevel level, std::string_view message, const LogFields& fields) {
    diag::log(level, message, fields);
}

std::unique_ptr<Progress> LogReporter::show_progress(std::size_t done, std::size_t total) {
    return std::make_unique<ShownProgress>(done, total);
}

void SilentReporter::log(LogLevel /*level*/, std::string_view /*message*/, const LogFields& /*fields*/) {}

std::unique_ptr<Progress> SilentReporter::show_progress(std::size_t /*done*/, std::size_t /*total*/) {
    return std::make_unique<UnseenProgress>();
}

Reporter& nobody() {
    static SilentReporter reporter;
    return reporter;
}

} // namespace headstart::diag
