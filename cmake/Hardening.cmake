# headstart_hardening: what makes an error in memory end in an abort, for what we ship and what we develop alike. The tests
# themselves, which are compiled without optimisation, do without; tests/binary/ reads the result.
add_library(headstart_hardening INTERFACE)
if(HEADSTART_SANITIZE OR HEADSTART_FUZZ)
    return() # the sanitizers see more, and FORTIFY would hide calls from them
endif()

execute_process(COMMAND ${CMAKE_SOURCE_DIR}/scripts/hardening-flags.sh ${CMAKE_CXX_COMPILER}
                OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" flags "${flags}")
set(fortify ${flags})
list(FILTER fortify INCLUDE REGEX "FORTIFY_SOURCE")
list(FILTER flags EXCLUDE REGEX "FORTIFY_SOURCE")
target_compile_options(headstart_hardening INTERFACE ${flags} -fPIE $<$<NOT:$<CONFIG:Debug>>:${fortify}>)
target_link_options(headstart_hardening INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code)
if(HEADSTART_STATIC)
    target_link_options(headstart_hardening INTERFACE -static-pie)
    # Relocations that a static-pie makes for itself, in an eighth of the space. Bookworm's linker for arm64 knows nothing of it, and warns.
    include(CheckLinkerFlag)
    set(CMAKE_REQUIRED_LINK_OPTIONS -Wl,--fatal-warnings)
    check_linker_flag(CXX -Wl,-z,pack-relative-relocs HEADSTART_PACKS_RELOCATIONS)
    unset(CMAKE_REQUIRED_LINK_OPTIONS)
    if(HEADSTART_PACKS_RELOCATIONS)
        target_link_options(headstart_hardening INTERFACE -Wl,-z,pack-relative-relocs)
    endif()
else()
    target_link_options(headstart_hardening INTERFACE -pie)
endif()
