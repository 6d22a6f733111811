# What `cpack` makes of a build: an archive, and packages for Debian and Ubuntu, and for what uses RPM.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL aarch64 OR STACKQL_LINT_ARCH STREQUAL aarch64)
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE arm64)
  set(CPACK_RPM_PACKAGE_ARCHITECTURE aarch64)
else()
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE amd64)
  set(CPACK_RPM_PACKAGE_ARCHITECTURE x86_64)
endif()
set(CPACK_GENERATOR TGZ DEB RPM)
set(CPACK_PACKAGE_NAME stackql-lint)
set(CPACK_PACKAGE_VENDOR "The stackql-lint authors")
set(CPACK_PACKAGE_CONTACT "StackQL Studios <info@stackql.io>")
set(CPACK_PACKAGE_FILE_NAME stackql-lint-${PROJECT_VERSION}-linux-${CPACK_DEBIAN_PACKAGE_ARCHITECTURE})
set(CPACK_STRIP_FILES ON)
if(STACKQL_LINT_GLIBC)
  set(CPACK_STRIP_FILES OFF) # it is, and strip knows this machine's architecture only
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6 (>= ${STACKQL_LINT_GLIBC})")
else()
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE https://github.com/stackql/stackql-lint)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS git)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "ca-certificates, libcurl4 | libcurl3-gnutls")
set(description "It reads the manifest and the query files of a stack for AWS,
reports what would fail when the stack is deployed, lists the IAM
permissions that it needs, and checks policies against them. Nothing
that it reads is run.")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "${description}")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian.cmake)

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_LICENSE MIT)
set(CPACK_RPM_PACKAGE_URL ${CPACK_DEBIAN_PACKAGE_HOMEPAGE})
set(CPACK_RPM_PACKAGE_DESCRIPTION "${description}")
set(CPACK_RPM_COMPRESSION_TYPE xz)
# The program stays as it is, and nothing tells where and when it was packed.
set(CPACK_RPM_SPEC_MORE_DEFINE "%define __spec_install_post %{nil}
%define _build_id_links none
%define _buildhost localhost
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1")
# Folders of the system or of shells.
foreach(folder man man/man1 bash-completion bash-completion/completions zsh zsh/site-functions
               fish fish/vendor_completions.d nushell nushell/vendor nushell/vendor/autoload)
  list(APPEND CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /usr/share/${folder})
endforeach()
include(CPack)
