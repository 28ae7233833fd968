# Embeds web/dist, when the web app was built, into the api room.
enable_language(ASM)
find_program(GZIP gzip)
set(web_dist ${CMAKE_SOURCE_DIR}/web/dist)
set(web_out ${CMAKE_BINARY_DIR}/web_files)
file(GLOB_RECURSE web_files CONFIGURE_DEPENDS ${web_dist}/*)
file(MAKE_DIRECTORY ${web_out})
add_custom_command(
    OUTPUT ${web_out}/web_files.S ${web_out}/web_files.cpp
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${web_dist} -DOUT=${web_out}/web_files -DGZIP=${GZIP} -P ${CMAKE_SOURCE_DIR}/cmake/embed_web.cmake
    DEPENDS ${web_files} ${CMAKE_SOURCE_DIR}/cmake/embed_web.cmake ${CMAKE_SOURCE_DIR}/cmake/web_files.cmake
    VERBATIM)
target_sources(regulars_api PRIVATE ${web_out}/web_files.S ${web_out}/web_files.cpp)
set_source_files_properties(${web_out}/web_files.cpp PROPERTIES COMPILE_OPTIONS "-I${CMAKE_BINARY_DIR}/rooms/api")
