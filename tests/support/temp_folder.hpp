#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace headstart::test {

/// A folder of its own for one test. Gone with it when the test passed; kept and named on stderr when an
/// assertion failed or an exception is on its way, so that what the test saw can be looked at.
class TempFolder {
public:
    TempFolder();

    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    ~TempFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    /// Writes a file, or writes it anew; the folders on its way are made. Returns its path.
    std::filesystem::path write(std::string_view name, std::string_view content) const;

    /// The content of a file of the folder; throws when there is none.
    [[nodiscard]] std::string read(std::string_view name) const;

private:
    std::filesystem::path m_path;
};

/// True once an assertion of the running test case has failed.
bool test_case_failed();

} // namespace headstart::test
