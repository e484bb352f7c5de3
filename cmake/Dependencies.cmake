# Every library by one name of ours, whatever Debian's release calls its target.
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
if(HEADSTART_STATIC)
    set(OPENSSL_USE_STATIC_LIBS TRUE)
endif()
find_package(OpenSSL REQUIRED)
find_package(Threads REQUIRED)

# Debian ships spdlog and fmt as shared libraries only: the static binary compiles their headers instead.
add_library(headstart_logging INTERFACE)
add_library(headstart::logging ALIAS headstart_logging)
if(HEADSTART_STATIC)
    target_link_libraries(headstart_logging INTERFACE spdlog::spdlog_header_only fmt::fmt-header-only)
else()
    target_link_libraries(headstart_logging INTERFACE spdlog::spdlog fmt::fmt)
endif()

# toml++ compiled into the one file that includes it: Debian ships no static library of it.
add_library(headstart_toml INTERFACE)
add_library(headstart::toml ALIAS headstart_toml)
get_target_property(toml_include tomlplusplus::tomlplusplus INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(headstart_toml SYSTEM INTERFACE ${toml_include})
target_compile_definitions(headstart_toml INTERFACE TOML_HEADER_ONLY=1)

# libpq: the system's for development; for the static binary the one that scripts/build-libpq.sh made.
set(HEADSTART_LIBPQ_PREFIX "" CACHE PATH "Prefix of a static libpq built by scripts/build-libpq.sh")
add_library(headstart_libpq INTERFACE)
add_library(headstart::libpq ALIAS headstart_libpq)
if(HEADSTART_LIBPQ_PREFIX)
    target_include_directories(headstart_libpq SYSTEM INTERFACE "${HEADSTART_LIBPQ_PREFIX}/include")
    target_link_libraries(headstart_libpq INTERFACE
        "${HEADSTART_LIBPQ_PREFIX}/lib/libpq.a"
        "${HEADSTART_LIBPQ_PREFIX}/lib/libpgcommon_shlib.a"
        "${HEADSTART_LIBPQ_PREFIX}/lib/libpgport_shlib.a"
        OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
else()
    find_package(PostgreSQL REQUIRED)
    target_include_directories(headstart_libpq SYSTEM INTERFACE ${PostgreSQL_INCLUDE_DIRS})
    target_link_libraries(headstart_libpq INTERFACE ${PostgreSQL_LIBRARIES})
endif()

find_path(PG_QUERY_INCLUDE_DIR pg_query.h REQUIRED)
find_path(PROTOBUF_C_INCLUDE_DIR protobuf-c/protobuf-c.h REQUIRED)
if(HEADSTART_STATIC)
    find_library(PG_QUERY_LIBRARY libpg_query.a REQUIRED)
else()
    find_library(PG_QUERY_LIBRARY pg_query REQUIRED)
endif()
add_library(headstart_pg_query INTERFACE)
add_library(headstart::pg_query ALIAS headstart_pg_query)
target_include_directories(headstart_pg_query SYSTEM INTERFACE
    ${PG_QUERY_INCLUDE_DIR} ${PROTOBUF_C_INCLUDE_DIR})
target_link_libraries(headstart_pg_query INTERFACE ${PG_QUERY_LIBRARY})

# Catch2 2 (bookworm) and 3 (trixie) differ in header and target; tests/support/catch.hpp hides the header.
if(HEADSTART_TESTS)
    find_package(Catch2 REQUIRED)
    add_library(headstart_catch2 INTERFACE)
    add_library(headstart::catch2 ALIAS headstart_catch2)
    target_link_libraries(headstart_catch2 INTERFACE Catch2::Catch2WithMain)
    if(Catch2_VERSION VERSION_LESS 3)
        target_compile_definitions(headstart_catch2 INTERFACE HEADSTART_CATCH2_MAJOR=2)
    else()
        target_compile_definitions(headstart_catch2 INTERFACE HEADSTART_CATCH2_MAJOR=3)
    endif()
    include(Catch)
endif()
