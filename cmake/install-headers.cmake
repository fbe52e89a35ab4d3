# Writes the headers that are installed into gen_headers: "core/matrix.hpp" of the tree becomes "gentools/core/matrix.hpp", where others look for it.
file(REMOVE_RECURSE ${gen_headers})
foreach(root ${gen_source}/lib ${gen_source})
    file(GLOB_RECURSE headers RELATIVE ${root} ${gen_source}/lib/*.hpp ${gen_source}/formats/*.hpp)
    list(FILTER headers EXCLUDE REGEX "^([.][.]|lib)/")  # each from its own root only
    foreach(header IN LISTS headers)
        file(READ ${root}/${header} text)
        string(REGEX REPLACE "(#include \")([a-z0-9_]+/)" "\\1gentools/\\2" text "${text}")
        file(WRITE ${gen_headers}/${header} "${text}")
    endforeach()
endforeach()
