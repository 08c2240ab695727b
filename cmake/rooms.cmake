# A room: one folder, one idea, one library. Rooms belong to houses, and houses may only look down:
# foundation <- marking <- gateway <- cups-backend. A link that looks up stops the configuration.

add_library(imprimatur_strict INTERFACE)
add_library(imprimatur::strict ALIAS imprimatur_strict)
target_compile_options(imprimatur_strict INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Wcast-align -Woverloaded-virtual -Wno-missing-field-initializers -Werror)

if(IMPRIMATUR_SANITIZE)
    add_compile_options(-fsanitize=${IMPRIMATUR_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${IMPRIMATUR_SANITIZE})
endif()
if(IMPRIMATUR_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link) # the fuzzer sees which branches an input takes
endif()

# What the gateway may know of marking: plain values, and the pipe to the worker. Never the libraries
# that parse documents.
set(IMPRIMATUR_MARKING_SEEN_BY_GATEWAY mark form pipe)

function(imprimatur_house_rank house result)
    set(order foundation marking gateway cups-backend tests)
    list(FIND order ${house} rank)
    set(${result} ${rank} PARENT_SCOPE)
endfunction()

function(imprimatur_check_link room house library)
    if(NOT library MATCHES "^imprimatur::" OR library STREQUAL "imprimatur::strict")
        return()
    endif()
    string(REPLACE "imprimatur::" "" other ${library})
    get_property(other_house GLOBAL PROPERTY imprimatur_house_of_${other})
    if(NOT other_house)
        message(FATAL_ERROR "room ${room} links ${library}, which is not declared before it")
    endif()
    imprimatur_house_rank(${house} mine)
    imprimatur_house_rank(${other_house} theirs)
    if(theirs GREATER mine)
        message(FATAL_ERROR "room ${house}/${room} may not link ${other_house}/${other}: houses look down only")
    endif()
    if(house STREQUAL "gateway" AND other_house STREQUAL "marking"
            AND NOT other IN_LIST IMPRIMATUR_MARKING_SEEN_BY_GATEWAY)
        message(FATAL_ERROR "room gateway/${room} may not link marking/${other}: documents are parsed in the worker only")
    endif()
endfunction()

# Sources of a TOGETHER room, and of each test program, are compiled eight at a time, in less than half the
# time. Those whose private names meet another's are ALONE. The presets dev, asan and tsan compile each by itself: they
# find what a file forgot to include.
set(CMAKE_UNITY_BUILD_BATCH_SIZE 8)
function(imprimatur_alone)
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# imprimatur_room(NAME [TOGETHER] HEADERS a.hpp SOURCES b.cpp ALONE c.cpp PUBLIC libs PRIVATE libs)
function(imprimatur_room room)
    cmake_parse_arguments(ARG "TOGETHER" "" "HEADERS;SOURCES;ALONE;PUBLIC;PRIVATE" ${ARGN})
    file(RELATIVE_PATH place ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
    string(REGEX REPLACE "/.*" "" house ${place})
    set_property(GLOBAL PROPERTY imprimatur_house_of_${room} ${house})
    foreach(library IN LISTS ARG_PUBLIC ARG_PRIVATE)
        imprimatur_check_link(${room} ${house} ${library})
    endforeach()

    set(target imprimatur_${room})
    if(ARG_SOURCES)
        add_library(${target} STATIC ${ARG_SOURCES} ${ARG_ALONE})
        imprimatur_alone(${ARG_ALONE})
        if(ARG_TOGETHER)
            set_target_properties(${target} PROPERTIES UNITY_BUILD ${IMPRIMATUR_TOGETHER})
        endif()
        set(scope PUBLIC)
        target_link_libraries(${target} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} imprimatur::strict)
    else()
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
        target_link_libraries(${target} INTERFACE ${ARG_PUBLIC})
    endif()
    target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ARG_HEADERS})
    target_include_directories(${target} ${scope} ${PROJECT_SOURCE_DIR})
    add_library(imprimatur::${room} ALIAS ${target})
endfunction()

# imprimatur_program(NAME SOURCES main.cpp LIBRARIES ...)
function(imprimatur_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} imprimatur::strict)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
endfunction()

# What the sanitizer presets build: the unit tests, and of them those with threads (THREADS).
add_custom_target(asan_tests)
add_custom_target(tsan_tests)

# The rooms under test are optimised; the test code itself runs once, and builds in half the time.
function(imprimatur_build_quickly target)
    if(NOT IMPRIMATUR_SANITIZE)
        target_compile_options(${target} PRIVATE -O0 -U_FORTIFY_SOURCE)
    endif()
endfunction()

# imprimatur_unit_test(NAME SOURCES a_test.cpp ALONE b_test.cpp LIBRARIES imprimatur::room): GoogleTest, one
# ctest entry for each test, label "unit" unless LABEL says otherwise; THREADS: label "threads", for TSan too.
function(imprimatur_unit_test name)
    cmake_parse_arguments(ARG "THREADS" "LABEL;TIMEOUT" "SOURCES;ALONE;LIBRARIES" ${ARGN})
    imprimatur_alone(${ARG_ALONE})
    if(NOT ARG_LABEL)
        set(ARG_LABEL unit)
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
        if(IMPRIMATUR_SANITIZE) # some twenty times slower
            set(ARG_TIMEOUT 600)
        endif()
    endif()
    add_executable(${name} ${ARG_SOURCES} ${ARG_ALONE})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests
        UNITY_BUILD ${IMPRIMATUR_TOGETHER})
    target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} GTest::gmock GTest::gtest_main imprimatur::strict)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_definitions(${name} PRIVATE
        IMPRIMATUR_SOURCE_DIR="${PROJECT_SOURCE_DIR}" IMPRIMATUR_BINARY_DIR="${PROJECT_BINARY_DIR}")
    imprimatur_build_quickly(${name})
    if(ARG_LABEL STREQUAL "unit")
        add_dependencies(asan_tests ${name})
    endif()
    if(ARG_THREADS)
        add_dependencies(tsan_tests ${name})
        set(ARG_LABEL threads)
    endif()
    gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST
        PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT})
endfunction()
