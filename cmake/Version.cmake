# The commit is fixed at configure time: a rebuild after a commit would otherwise relink for one string.
if(NOT HEADSTART_COMMIT)
    find_package(Git QUIET)
    if(GIT_FOUND)
        execute_process(COMMAND ${GIT_EXECUTABLE} describe --always --dirty --abbrev=12
                        WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
                        OUTPUT_VARIABLE HEADSTART_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    endif()
endif()
if(NOT HEADSTART_COMMIT)
    set(HEADSTART_COMMIT "unknown")
endif()
set(HEADSTART_IS_STATIC false)
if(HEADSTART_STATIC)
    set(HEADSTART_IS_STATIC true)
endif()
configure_file(${CMAKE_SOURCE_DIR}/cmake/build_info.hpp.in ${CMAKE_BINARY_DIR}/generated/build_info.hpp @ONLY)
