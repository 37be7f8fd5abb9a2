# The Debian packages that mlt is built on, static wherever Debian has an archive. The target
# mlt_dependencies carries them to libmlt; their headers stay in the rooms that ARCHITECTURE names.

find_package(Threads REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(RapidJSON REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(OpenSSL REQUIRED)
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h)
if(NOT TOMLPLUSPLUS_INCLUDE_DIR)
  message(FATAL_ERROR "toml++/toml.h is missing: install libtomlplusplus-dev (scripts/bootstrap does)")
endif()

function(mlt_static_archive variable name package)
  find_library(${variable} NAMES "lib${name}.a")
  if(NOT ${variable})
    message(FATAL_ERROR "lib${name}.a is missing: install ${package} (scripts/bootstrap does)")
  endif()
endfunction()

mlt_static_archive(YAML_CPP_ARCHIVE yaml-cpp libyaml-cpp-dev)
mlt_static_archive(PCRE2_ARCHIVE pcre2-8 libpcre2-dev)
mlt_static_archive(CRYPTO_ARCHIVE crypto libssl-dev)
mlt_static_archive(UTF8PROC_ARCHIVE utf8proc libutf8proc-dev)
mlt_static_archive(ARCHIVE_ARCHIVE archive libarchive-dev)
mlt_static_archive(Z_ARCHIVE z zlib1g-dev)
mlt_static_archive(SQLITE_ARCHIVE sqlite3 libsqlite3-dev)
find_path(SQLITE_INCLUDE_DIR sqlite3.h)
if(NOT SQLITE_INCLUDE_DIR)
  message(FATAL_ERROR "sqlite3.h is missing: install libsqlite3-dev (scripts/bootstrap does)")
endif()

add_library(mlt_dependencies INTERFACE)
target_link_libraries(mlt_dependencies INTERFACE
  "${YAML_CPP_ARCHIVE}" "${PCRE2_ARCHIVE}" "${CRYPTO_ARCHIVE}" "${UTF8PROC_ARCHIVE}"
  "${SQLITE_ARCHIVE}" ${CMAKE_DL_LIBS})
if(MLT_SANITIZE)
  # Without --gc-sections, every part of libarchive wants libraries of its own.
  target_link_libraries(mlt_dependencies INTERFACE archive)
else()
  # The parts of libarchive that are used need zlib alone.
  target_link_libraries(mlt_dependencies INTERFACE "${ARCHIVE_ARCHIVE}" "${Z_ARCHIVE}")
endif()
target_compile_definitions(mlt_dependencies INTERFACE
  FMT_HEADER_ONLY SPDLOG_FMT_EXTERNAL SPDLOG_PREVENT_CHILD_FD PCRE2_CODE_UNIT_WIDTH=8 PCRE2_STATIC UTF8PROC_STATIC
  OPENSSL_SUPPRESS_DEPRECATED)
