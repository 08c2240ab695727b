# Turns SQL files into constants of C++, so that a statement that is missing is a compile error.
#
# sql/NAME.sql holds statements, each under a line "-- statement NAME"; migrations/0001.sql … hold one
# schema version each, statements ending in ";" at the end of a line. Other lines that begin with "--"
# are remarks and are left out: SOCI would look for quotes and colons in them.

function(imprimatur_embed_statements out)
    set(body "")
    foreach(path IN LISTS ARGN)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
        file(STRINGS ${path} lines ENCODING UTF-8)
        foreach(line IN LISTS lines)
            if(line MATCHES "^-- statement ([a-z_]+)$")
                string(APPEND body ")sql\";\ninline constexpr char ${CMAKE_MATCH_1}[] = R\"sql(")
            elseif(NOT line MATCHES "^--")
                string(APPEND body "${line}\n")
            endif()
        endforeach()
    endforeach()
    file(CONFIGURE OUTPUT ${out} @ONLY CONTENT
"// Made from gateway/registry/sql by embed.cmake.
#pragma once

namespace imprimatur::registry::sql {

inline constexpr char nothing[] = R\"sql(${body})sql\";

} // namespace imprimatur::registry::sql
")
endfunction()

function(imprimatur_embed_migrations out)
    set(body "")
    foreach(path IN LISTS ARGN)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
        string(APPEND body "    R\"sql(")
        file(STRINGS ${path} lines ENCODING UTF-8)
        foreach(line IN LISTS lines)
            if(NOT line MATCHES "^--")
                string(APPEND body "${line}\n")
            endif()
        endforeach()
        string(APPEND body ")sql\",\n")
    endforeach()
    file(CONFIGURE OUTPUT ${out} @ONLY CONTENT
"// Made from gateway/registry/migrations by embed.cmake.
#pragma once

namespace imprimatur::registry {

/// Place in the list + 1 is the schema version that a migration leads to.
inline constexpr char const* migrations[] = {
${body}};

} // namespace imprimatur::registry
")
endfunction()
