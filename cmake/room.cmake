# regulars_room(NAME USES <rooms...> LINKS <libraries...>) makes one room from its folder:
#   x.cpp -> library regulars_NAME, x_test.cpp -> program NAME_test (one CTest a test),
#   x_slow_test.cpp -> program NAME_slow_test (label slow), x_bench.cpp -> program NAME_bench,
#   x_fuzz.cpp -> program x_fuzz: a fuzzer, or a test that replays tests/corpus/x.
# A room sees only its own headers and those of the rooms it names: each room's headers are
# reachable through a folder of their own (build/rooms/NAME/NAME -> src/NAME), and a target's
# include path holds just the folders of the rooms it may use.
function(regulars_room name)
    cmake_parse_arguments(ROOM "" "" "USES;LINKS;PRIVATE_LINKS" ${ARGN})
    set(folder ${CMAKE_SOURCE_DIR}/src/${name})
    set(door ${CMAKE_BINARY_DIR}/rooms/${name})
    file(MAKE_DIRECTORY ${door})
    # Made each time: a link left by a moved clone would show another clone's headers.
    file(CREATE_LINK ${folder} ${door}/${name} SYMBOLIC)

    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
    set(tests ${sources})
    set(slow_tests ${sources})
    set(benches ${sources})
    set(fuzzers ${sources})
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    list(FILTER tests EXCLUDE REGEX "_slow_test\\.cpp$")
    list(FILTER slow_tests INCLUDE REGEX "_slow_test\\.cpp$")
    list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")
    list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "_(test|bench|fuzz)\\.cpp$|/main\\.cpp$")

    add_library(regulars_${name} STATIC ${sources})
    set(doors ${door})
    foreach(used IN LISTS ROOM_USES)
        list(APPEND doors ${CMAKE_BINARY_DIR}/rooms/${used})
        target_link_libraries(regulars_${name} PUBLIC regulars_${used})
    endforeach()
    target_include_directories(regulars_${name} PRIVATE ${doors})
    target_link_libraries(regulars_${name} PUBLIC ${ROOM_LINKS} PRIVATE regulars_warnings)

    if(tests)
        regulars_tests(${name}_test SOURCES ${tests} DOORS ${doors} LINKS regulars_${name}
            PREFIX ${name}. PROPERTIES TIMEOUT 120)
    endif()
    if(slow_tests)
        regulars_tests(${name}_slow_test SOURCES ${slow_tests} DOORS ${doors} LINKS regulars_${name}
            PREFIX ${name}. PROPERTIES TIMEOUT 900 LABELS slow)
    endif()
    if(benches)
        add_executable(${name}_bench ${benches})
        target_include_directories(${name}_bench PRIVATE ${doors})
        target_link_libraries(${name}_bench PRIVATE regulars_${name} regulars_warnings
            benchmark::benchmark)
    endif()
    foreach(source IN LISTS fuzzers)
        cmake_path(GET source STEM fuzzer)
        string(REGEX REPLACE "_fuzz$" "" subject ${fuzzer})
        add_executable(${fuzzer} ${source})
        target_include_directories(${fuzzer} PRIVATE ${doors})
        target_link_libraries(${fuzzer} PRIVATE regulars_${name} regulars_warnings)
        if(REGULARS_FUZZ)
            target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
        else()
            target_sources(${fuzzer} PRIVATE ${CMAKE_SOURCE_DIR}/tests/replay.cpp)
            add_test(NAME ${name}.corpus.${subject}
                COMMAND ${fuzzer} ${CMAKE_SOURCE_DIR}/tests/corpus/${subject})
        endif()
    endforeach()
endfunction()

# regulars_tests(NAME SOURCES ... DOORS ... LINKS ... PREFIX p PROPERTIES ...) makes a GoogleTest
# program and a CTest of each of its tests. Properties draw from one seed, so that a run can be
# repeated; run the program itself with another RC_PARAMS to search further.
function(regulars_tests name)
    cmake_parse_arguments(TESTS "" "PREFIX" "SOURCES;DOORS;LINKS;PROPERTIES" ${ARGN})
    if(REGULARS_FUZZ)
        return()
    endif()
    add_executable(${name} ${TESTS_SOURCES})
    target_include_directories(${name} PRIVATE ${TESTS_DOORS})
    target_link_libraries(${name} PRIVATE ${TESTS_LINKS} regulars_warnings ${RAPIDCHECK}
        GTest::gtest GTest::gmock GTest::gtest_main)
    gtest_discover_tests(${name} TEST_PREFIX ${TESTS_PREFIX} DISCOVERY_TIMEOUT 60
        PROPERTIES ENVIRONMENT "RC_PARAMS=seed=1" ${TESTS_PROPERTIES})
endfunction()

# regulars_program(NAME SOURCES ... USES <rooms...>) makes a program that crosses rooms.
function(regulars_program name)
    cmake_parse_arguments(PROGRAM "" "" "SOURCES;USES;LINKS" ${ARGN})
    add_executable(${name} ${PROGRAM_SOURCES})
    foreach(used IN LISTS PROGRAM_USES)
        target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/rooms/${used})
        target_link_libraries(${name} PRIVATE regulars_${used})
    endforeach()
    target_link_libraries(${name} PRIVATE regulars_warnings ${PROGRAM_LINKS})
endfunction()
