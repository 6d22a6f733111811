#pragma once

#include <string>
#include <string_view>

namespace stackql::report {

// A unified patch of one file, as `git apply` and `patch -p1` take it; empty if nothing changes.
// `path` is relative to the folder where it is applied or, in git's own form, to the root of the
// repository.
enum class PatchForm { kPlain, kGit };
std::string Patch(std::string_view path, std::string_view before, std::string_view after,
                  PatchForm form = PatchForm::kPlain);

}  // namespace stackql::report
