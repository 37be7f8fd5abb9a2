# Tests that run the finished program, in Python: transcripts, faults, git, documents. Named
# <folder>.<name>, so that `scripts/test cli` and `ctest -R '^cli\.'` run one kind.

# Debian's own Python, which python3-jsonschema belongs to, before any other in PATH.
find_program(MLT_TEST_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(MLT_TEST_PYTHON python3 REQUIRED)

add_library(repeatable SHARED support/repeatable.c)
target_compile_options(repeatable PRIVATE -Wall -Wextra -Wpedantic)

# A test program says with exit code 77 that it could not run here; scripts/test counts those.
function(mlt_program_test name)
  cmake_parse_arguments(test "" "TIMEOUT" "COMMAND" ${ARGN})
  add_test(NAME ${name} COMMAND "${MLT_TEST_PYTHON}" ${test_COMMAND}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  if(NOT test_TIMEOUT)
    set(test_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${test_TIMEOUT})
endfunction()

mlt_program_test(support.transcript
  COMMAND support/transcript_test.py "$<TARGET_FILE:repeatable>")

foreach(lint IN ITEMS include_table sources doctor_findings)
  mlt_program_test(lint.${lint} COMMAND lint/${lint}.py "${PROJECT_SOURCE_DIR}")
  mlt_program_test(lint.${lint}.self_test COMMAND lint/${lint}.py --self-test)
endforeach()

file(GLOB transcripts CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" cli/*.t)
foreach(transcript IN LISTS transcripts)
  cmake_path(GET transcript STEM name)
  mlt_program_test(cli.${name}
    COMMAND support/transcript.py --mlt "$<TARGET_FILE:mlt>" --preload "$<TARGET_FILE:repeatable>"
      ${transcript})
endforeach()

# search/ also holds what makes its data: only the test itself is one.
mlt_program_test(search.mlflow_filters COMMAND search/mlflow_filters.py "$<TARGET_FILE:mlt>")

foreach(folder IN ITEMS run log git)
  file(GLOB programs CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" ${folder}/*.py)
  foreach(program IN LISTS programs)
    cmake_path(GET program STEM name)
    mlt_program_test(${folder}.${name} COMMAND ${program} "$<TARGET_FILE:mlt>")
  endforeach()
endforeach()

mlt_program_test(store.schemas
  COMMAND store/schemas.py "$<TARGET_FILE:mlt>" "${PROJECT_SOURCE_DIR}")

mlt_program_test(store.policy
  COMMAND store/policy.py "$<TARGET_FILE:mlt>" "${PROJECT_SOURCE_DIR}")

# MLflow's YAML on a pipe, to hold it against PyYAML's.
add_executable(meta_yaml_tool interop/meta_yaml_tool.cpp)
target_include_directories(meta_yaml_tool PRIVATE "${PROJECT_SOURCE_DIR}/src")
target_link_libraries(meta_yaml_tool PRIVATE libmlt Threads::Threads)
mlt_program_test(store.meta_yaml COMMAND store/meta_yaml.py "$<TARGET_FILE:meta_yaml_tool>")

add_library(faulty SHARED support/faulty.c)
target_compile_options(faulty PRIVATE -Wall -Wextra -Wpedantic)
target_link_libraries(faulty PRIVATE ${CMAKE_DL_LIBS})
foreach(faults IN ITEMS process migrate)
  mlt_program_test(fault.${faults} TIMEOUT 1200
    COMMAND fault/${faults}_faults.py "$<TARGET_FILE:mlt>" "$<TARGET_FILE:repeatable>"
      "$<TARGET_FILE:faulty>")
endforeach()
foreach(layout IN ITEMS native mlflow)
  mlt_program_test(fault.surface_${layout} TIMEOUT 1200
    COMMAND fault/surface_faults.py "$<TARGET_FILE:mlt>" "$<TARGET_FILE:repeatable>"
      "$<TARGET_FILE:faulty>" --only ", ${layout}")
endforeach()
mlt_program_test(fault.broken_store COMMAND fault/broken_store.py "$<TARGET_FILE:mlt>")
mlt_program_test(fault.surroundings COMMAND fault/surroundings.py "$<TARGET_FILE:mlt>")

if(NOT MLT_SANITIZE)
  # Linked as what is installed is: nothing can be preloaded into it, so the other tests cannot use it.
  add_executable(mlt_static "${PROJECT_SOURCE_DIR}/src/main.cpp")
  target_include_directories(mlt_static PRIVATE "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(mlt_static PRIVATE libmlt)
  set_target_properties(mlt_static PROPERTIES MLT_STATIC ON)
  mlt_program_test(lint.startup COMMAND lint/startup.py "$<TARGET_FILE:mlt_static>")
  # What README.md says, its two commands included; a build and nine trainings, so alone.
  mlt_program_test(docs.readme TIMEOUT 3600
    COMMAND support/readme_test.py "$<TARGET_FILE:mlt>" "$<TARGET_FILE:repeatable>")
  set_tests_properties(docs.readme PROPERTIES RUN_SERIAL ON)
  mlt_program_test(docs.scripting
    COMMAND support/readme_test.py --page "${PROJECT_SOURCE_DIR}/docs/scripting.md"
      "$<TARGET_FILE:mlt>" "$<TARGET_FILE:repeatable>")
endif()

mlt_program_test(cli.shells COMMAND cli/shells.py "$<TARGET_FILE:mlt>")
mlt_program_test(cli.examples
  COMMAND cli/examples.py "$<TARGET_FILE:mlt>" "${PROJECT_SOURCE_DIR}")

# man/ and completions/ are what the command table makes of them, and the manual is well-formed.
mlt_program_test(docs.manual
  COMMAND lint/manual.py "$<TARGET_FILE:mlt>" "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
