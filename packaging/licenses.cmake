# copy_licenses(FOLDER FILE...): what Debian says of the licenses of the packages that these libraries and headers are from.
function(copy_licenses folder)
    foreach(file IN LISTS ARGN)
        execute_process(COMMAND sh -c "dpkg-query -S \"$(realpath ${file})\" | cut -d : -f 1"
                        OUTPUT_VARIABLE package OUTPUT_STRIP_TRAILING_WHITESPACE)
        if(EXISTS /usr/share/doc/${package}/copyright)
            execute_process(COMMAND install -D -m 644 /usr/share/doc/${package}/copyright ${folder}/${package} COMMAND_ERROR_IS_FATAL ANY)
        endif()
    endforeach()
endfunction()
