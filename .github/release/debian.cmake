# What a package of Debian has besides: a copyright file, a changelog, a compressed manual.
if(NOT CPACK_GENERATOR STREQUAL DEB)
  return()
endif()
set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
set(doc ${share}/doc/${CPACK_PACKAGE_NAME})
file(READ ${doc}/LICENSE copyright)
file(READ ${doc}/NOTICE notice)
string(APPEND copyright "\n\n${notice}")
foreach(file THIRD-PARTY LICENSE NOTICE)
  if(file STREQUAL THIRD-PARTY AND EXISTS ${doc}/${file})
    file(READ ${doc}/${file} terms)
    string(APPEND copyright "\n\n${terms}")
  endif()
  file(REMOVE ${doc}/${file})
endforeach()
file(WRITE ${doc}/copyright "${copyright}")
file(WRITE ${share}/lintian/overrides/${CPACK_PACKAGE_NAME} "# The same program runs on releases with other versions of the libraries.
${CPACK_PACKAGE_NAME}: embedded-library *
")
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${doc}/changelog "${CPACK_PACKAGE_NAME} (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * See ${CPACK_DEBIAN_PACKAGE_HOMEPAGE}/blob/main/CHANGELOG.md.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
execute_process(COMMAND gzip --best --no-name ${doc}/changelog ${share}/man/man1/stackql-lint.1
                COMMAND_ERROR_IS_FATAL ANY)
file(CHMOD_RECURSE ${share} FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
     DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
