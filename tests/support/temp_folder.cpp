// Version 2 of Catch hides its listeners behind this name.
#define CATCH_CONFIG_EXTERNAL_INTERFACES

#include "support/temp_folder.hpp"

#include "support/catch.hpp"

#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace headstart::test {

namespace {

bool g_failed = false;

#if HEADSTART_CATCH2_MAJOR >= 3
using ListenerBase = Catch::EventListenerBase;
#else
using ListenerBase = Catch::TestEventListenerBase;
#endif

/// Catch tells nobody but a listener that a CHECK failed while the test goes on.
class FailureListener : public ListenerBase {
public:
    using ListenerBase::ListenerBase;

    void testCaseStarting(const Catch::TestCaseInfo& info) override {
        ListenerBase::testCaseStarting(info);
        g_failed = false;
    }

#if HEADSTART_CATCH2_MAJOR >= 3
    void assertionEnded(const Catch::AssertionStats& stats) override { note(stats); }
#else
    bool assertionEnded(const Catch::AssertionStats& stats) override {
        note(stats);
        return false;
    }
#endif

private:
    static void note(const Catch::AssertionStats& stats) {
        if (!stats.assertionResult.isOk()) {
            g_failed = true;
        }
    }
};

CATCH_REGISTER_LISTENER(FailureListener)

} // namespace

bool test_case_failed() {
    return g_failed || std::uncaught_exceptions() > 0;
}

TempFolder::TempFolder() {
    auto name = (std::filesystem::temp_directory_path() / "headstart-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("mkdtemp " + name);
    }
    m_path = name;
}

TempFolder::~TempFolder() {
    if (test_case_failed()) {
        std::cerr << "kept for a look: " << m_path.string() << '\n';
        return;
    }
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::filesystem::path TempFolder::write(std::string_view name, std::string_view content) const {
    const auto path = m_path / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content << std::flush;
    if (!file) {
        throw std::runtime_error("cannot write " + path.string());
    }
    return path;
}

std::string TempFolder::read(std::string_view name) const {
    std::ifstream file(m_path / name, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot read " + (m_path / name).string());
    }
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

} // namespace headstart::test
