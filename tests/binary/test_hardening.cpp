#include "binary/elf_file.hpp"
#include "support/catch.hpp"
#include "support/project.hpp"

#include <algorithm>

using namespace headstart::test;

namespace {

bool any_has(const std::vector<std::uint64_t>& values, std::uint64_t flag) {
    return std::any_of(values.begin(), values.end(), [&](auto value) { return (value & flag) != 0; });
}

/// How functions begin that may be called through a pointer, and how code that watches its stack looks at the
/// canary.
struct Marks {
    std::string_view branch_target;
    std::string_view canary; ///< empty: not told apart from other code
};

Marks marks_of(unsigned machine) {
    using namespace std::string_view_literals;
    if (machine == EM_X86_64) {
        return {"\xf3\x0f\x1e\xfa"sv, "\x25\x28\0\0\0"sv}; // endbr64; …%fs:0x28…
    }
    REQUIRE(machine == EM_AARCH64);
    return {"\x3f\x23\x03\xd5"sv, ""sv}; // paciasp
}

} // namespace

TEST_CASE("the binary can be loaded anywhere") {
    const ElfFile binary(headstart_binary());
    CHECK(binary.type() == ET_DYN);
    CHECK(any_has(binary.dynamic(DT_FLAGS_1), DF_1_PIE));
    CHECK(binary.dynamic(DT_TEXTREL).empty());
    CHECK_FALSE(any_has(binary.dynamic(DT_FLAGS), DF_TEXTREL));
}

TEST_CASE("the binary's tables are read-only before main") {
    const ElfFile binary(headstart_binary());
    CHECK(binary.segments(PT_GNU_RELRO).size() == 1);
    CHECK(any_has(binary.dynamic(DT_FLAGS), DF_BIND_NOW));
    CHECK(any_has(binary.dynamic(DT_FLAGS_1), DF_1_NOW));
}

TEST_CASE("nothing in the binary is both writable and executable, the stack neither") {
    const ElfFile binary(headstart_binary());
    const auto stacks = binary.segments(PT_GNU_STACK); // without one the kernel makes it executable
    REQUIRE(stacks.size() == 1);
    CHECK((stacks.front().p_flags & PF_X) == 0);
    const auto loaded = binary.segments(PT_LOAD);
    REQUIRE(loaded.size() > 2);
    for (const auto& segment : loaded) {
        CHECK((segment.p_flags & (PF_W | PF_X)) != (PF_W | PF_X));
    }
}

TEST_CASE("the binary either asks for the loader and libraries, or for neither") {
    const ElfFile binary(headstart_binary());
    CHECK(binary.segments(PT_INTERP).empty() == binary.dynamic(DT_NEEDED).empty());
}

/// The counts tell code that was compiled so from what the C library's start files bring along: a few.
TEST_CASE("the binary was compiled with its guards") {
    const ElfFile binary(headstart_binary());
    const auto marks = marks_of(binary.machine());
    constexpr std::size_t k_many = 300;
    CHECK(binary.count_in_code(marks.branch_target) > k_many);                    // -fcf-protection
    CHECK((marks.canary.empty() || binary.count_in_code(marks.canary) > k_many)); // -fstack-protector-strong
    CHECK(binary.holds(binary.dynamic(DT_NEEDED).empty() ? "buffer overflow detected"
                                                         : "__snprintf_chk")); // FORTIFY
    CHECK(binary.holds("__n < this->size()"));                                 // _GLIBCXX_ASSERTIONS
}
