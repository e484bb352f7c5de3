#include "fuzz/property.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>

/// Calls a fuzz target with every file of some folders: the corpus as an ordinary test, for any compiler.
int main(int argc, char** argv) {
    std::filesystem::path file;
    int count = 0;
    try {
        for (const char* folder : std::span(argv, static_cast<std::size_t>(argc)).subspan(1)) {
            for (const auto& entry : std::filesystem::directory_iterator(folder)) {
                if (!entry.is_regular_file()) { // the schema that is declared beside migrations
                    continue;
                }
                file = entry.path();
                std::ifstream stream(file, std::ios::binary);
                const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
                LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
                ++count;
            }
        }
    } catch (const std::exception& error) {
        std::cerr << file << ": broken: " << error.what() << '\n';
        return 1;
    }
    std::cout << count << " inputs\n";
    return count > 0 ? 0 : 1;
}
