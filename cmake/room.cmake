# regulars_room(NAME USES <rooms...> LINKS <libraries...>) makes one room from its folder:
#   x.cpp -> library regulars_NAME, x_test.cpp -> program NAME_test (one CTest per suite),
#   x_bench.cpp -> program NAME_bench.
# A room sees only its own headers and those of the rooms it names: each room's headers are
# reachable through a folder of their own (build/rooms/NAME/NAME -> src/NAME), and a target's
# include path holds just the folders of the rooms it may use.
function(regulars_room name)
    cmake_parse_arguments(ROOM "" "" "USES;LINKS;PRIVATE_LINKS" ${ARGN})
    set(folder ${CMAKE_SOURCE_DIR}/src/${name})
    set(door ${CMAKE_BINARY_DIR}/rooms/${name})
    file(MAKE_DIRECTORY ${door})
    if(NOT EXISTS ${door}/${name})
        file(CREATE_LINK ${folder} ${door}/${name} SYMBOLIC)
    endif()

    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
    set(tests ${sources})
    set(benches ${sources})
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")
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
        add_executable(${name}_test ${tests})
        target_include_directories(${name}_test PRIVATE ${doors})
        target_link_libraries(${name}_test PRIVATE regulars_${name} regulars_warnings
            GTest::gtest GTest::gmock GTest::gtest_main)
        gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60
            PROPERTIES TIMEOUT 120)
    endif()
    if(benches)
        add_executable(${name}_bench ${benches})
        target_include_directories(${name}_bench PRIVATE ${doors})
        target_link_libraries(${name}_bench PRIVATE regulars_${name} regulars_warnings)
    endif()
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
