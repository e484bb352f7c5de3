#include "fuzz/property.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

/// Calls a fuzz target with every file of a folder: the corpus as an ordinary test, for any compiler.
int main(int argc, char** argv) {
    std::filesystem::path file;
    int count = 0;
    try {
        for (const auto& entry : std::filesystem::directory_iterator(argc > 1 ? argv[1] : ".")) {
            file = entry.path();
            std::ifstream stream(file, std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
            ++count;
        }
    } catch (const std::exception& error) {
        std::cerr << file << ": broken: " << error.what() << '\n';
        return 1;
    }
    std::cout << count << " inputs\n";
    return count > 0 ? 0 : 1;
}
