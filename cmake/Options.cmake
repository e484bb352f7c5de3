# How our own code is compiled. Third-party headers come in as SYSTEM and never see these flags.
add_library(headstart_options INTERFACE)
add_library(headstart_warnings INTERFACE)

target_compile_options(headstart_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wold-style-cast -Wnon-virtual-dtor
    -Woverloaded-virtual -Wcast-align -Wformat=2)
if(NOT CMAKE_UNITY_BUILD) # where a local name may be one of another file's, of which it knows nothing
    target_compile_options(headstart_warnings INTERFACE -Wshadow)
endif()
# gcc's optimiser sees uninitialised values in every std::optional it inlines, and the ends of a short std::string's buffer
# overrun where a string is moved; clang-tidy and the sanitizers look for real ones.
target_compile_options(headstart_warnings INTERFACE
    "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread>")
if(HEADSTART_WERROR)
    target_compile_options(headstart_warnings INTERFACE -Werror)
endif()

if(HEADSTART_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        message(FATAL_ERROR "libFuzzer is clang's: set CMAKE_CXX_COMPILER, or run `make fuzz`")
    endif()
    # What the fuzzer steers by, in our own code only; a target links the rest of it.
    target_compile_options(headstart_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(HEADSTART_SANITIZE OR HEADSTART_FUZZ)
    # -g1: the names and lines of their stacks, and no more.
    set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
    target_compile_options(headstart_options INTERFACE ${sanitizers})
    target_link_options(headstart_options INTERFACE ${sanitizers})
    target_compile_definitions(headstart_options INTERFACE _GLIBCXX_ASSERTIONS)
endif()

if(HEADSTART_STATIC)
    # Sections nobody calls are dropped by the linker: libpg_query and OpenSSL are far larger than our use of them.
    target_compile_options(headstart_options INTERFACE -ffunction-sections -fdata-sections)
    target_link_options(headstart_options INTERFACE -Wl,--gc-sections)
endif()

find_program(CCACHE ccache)
if(CCACHE)
    # What ccache asks for before it caches anything that reads a precompiled header; the headers' own dates say nothing.
    # Paths are compared as they are from the build tree, and where that lies is not: so each tree, and each clone, of one state is compiled once.
    set(launcher env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang") # whose precompiled headers else hold dates, and refuse what the cache gives
        add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
    endif()
endif()
