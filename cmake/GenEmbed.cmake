# gen_embed(TARGET NAMESPACE HEADER FILE...): a source that holds each file as a std::string_view in NAMESPACE, page.css as page_css, which HEADER
# declares. Run as a script (-DOUT -DNAMESPACE -DHEADER -DFILES) it writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
    set(text "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\n")
    foreach(file IN LISTS FILES)
        get_filename_component(name ${file} NAME)
        string(MAKE_C_IDENTIFIER ${name} name)
        file(READ ${file} bytes HEX)
        string(LENGTH "${bytes}" digits)
        math(EXPR length "${digits} / 2")
        string(REGEX REPLACE "(................................................)" "\\1\n" bytes "${bytes}")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
        string(APPEND text "static const char bytes_of_${name}[] = {\n${bytes}'\\0'};\n"
                           "const std::string_view ${name}(bytes_of_${name}, ${length});\n\n")
    endforeach()
    file(WRITE ${OUT} "${text}}  // namespace ${NAMESPACE}\n")
    return()
endif()

set(gen_embed_script ${CMAKE_CURRENT_LIST_FILE})
function(gen_embed target namespace header)
    get_filename_component(name ${header} NAME_WE)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/${target}_${name}.cpp)
    list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE files)
    add_custom_command(OUTPUT ${out}
                       COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${namespace} -DHEADER=${header} "-DFILES=${files}" -P ${gen_embed_script}
                       DEPENDS ${files} ${gen_embed_script} VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()
